/** The worker of one training: trains, stands still, goes on; afterwards draws the landscape of what it trained. */
import '../threads/count-memory.ts';
import { CheckpointError } from '../../../src/index.web.ts';
import type { Position, RunEvent } from '../protocol.ts';
import { exportModel, exportReport, exportRun } from '../storage/export-run.ts';
import { openShelf } from '../storage/open-shelf.ts';
import { runResults } from '../storage/run-results.ts';
import type { RunRecord, RunShelf } from '../storage/run-shelf.ts';
import { type Hooks, serve } from '../threads/remote.ts';
import { Gate } from './gate.ts';
import { landscapeLine } from './landscape.ts';
import { StepCounter } from './step-news.ts';
import { newRecord, trainRecord } from './train-run.ts';
import type { TrainInput, TrainingCalls, TrainNews, TrainResult } from './training-calls.ts';

const gate = new Gate();
const stopping = new AbortController();
let position: Position = { epoch: 1, step: 0 };

serve<TrainingCalls>({
  train,
  pause: () => gate.hold().then(() => position),
  step: () => gate.step().then(() => position),
  resume: () => {
    gate.release();
    return undefined;
  },
  stop: () => {
    stopping.abort();
    gate.release();
    return undefined;
  },
  landscape: async ({ id, options }, { tell }) => landscapeLine(await openShelf(), id, options, tell),
  results: async ({ id }) => runResults(await openShelf(), id),
  exportReport: async ({ id }) => exportReport(await openShelf(), id),
  exportRun: async ({ id }) => exportRun(await openShelf(), id),
  exportModel: async ({ id }) => exportModel(await openShelf(), id),
});

async function train({ id, request, threads }: TrainInput, { tell }: Hooks<TrainNews>): Promise<TrainResult> {
  const shelf = await openShelf();
  const record = request ? newRecord(id, request, threads) : await savedRecord(shelf, id);
  if (!request) for (const report of await shelf.epochs(id)) tell({ kind: 'epoch', report });
  if (!shelf.kept) tell({ kind: 'warning', message: shelf.reason });
  const onEvent = listener(tell);
  try {
    const hooks = { onEvent, signal: stopping.signal, betweenSteps: gate.pass };
    return { ...(await trainRecord(shelf, record, !request, hooks)), kept: shelf.kept };
  } finally {
    gate.end();
  }
}

async function savedRecord(shelf: RunShelf, id: string): Promise<RunRecord> {
  const record = await shelf.get(id);
  if (record) return record;
  throw new CheckpointError({ what: 'this run is no longer in the browser', advice: 'It was deleted; train again.' });
}

/** Reports as the trainer tells them; those of a continued run that stand beyond its checkpoint are trained again. */
function listener(tell: (news: TrainNews) => void): (event: RunEvent) => void {
  const counter = new StepCounter();
  return (event) => {
    switch (event.kind) {
      case 'step':
        position = event.at;
        gate.stepDone();
        tell({ kind: 'step', step: counter.newsOf(event) });
        break;
      case 'epoch':
        tell({ kind: 'epoch', report: event.report });
        break;
      case 'warning':
        tell({ kind: 'warning', message: event.message });
        break;
      case 'start':
        counter.started(event);
        position = event.resumedAt ?? position;
        tell({ kind: 'event', event });
        break;
      default:
        tell({ kind: 'event', event });
    }
  };
}
