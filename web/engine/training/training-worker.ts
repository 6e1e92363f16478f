/** The worker of one training: trains, stands still, goes on; afterwards draws the landscape of what it trained. */
import '../threads/count-memory.ts';
import { type CallContext, type PortLike, portChannel, serve } from '../../../src/index.web.ts';
import { savedRun } from '../desk/saved-runs.ts';
import type { LandscapeLine, LandscapeOptions, Position, SavedRun, SingleRunEvent } from '../protocol.ts';
import { onSpill, openShelf } from '../storage/open-shelf.ts';
import { recordOf } from '../storage/record-of.ts';
import { type OfRun, runCalls } from '../storage/run-calls.ts';
import { EarlierEpochs } from './earlier-epochs.ts';
import { fitForest } from './fit-forest.ts';
import { Gate } from './gate.ts';
import { landscapeLine } from './landscape.ts';
import { StepCounter } from './step-news.ts';
import { newRecord, trainRecord } from './train-run.ts';
import type { TrainEvent, TrainInput, TrainResult } from './training-calls.ts';

const gate = new Gate();
const stopping = new AbortController();
let position: Position = { epoch: 1, step: 0 };

export const handlers = {
  ...runCalls,
  train,
  /** Returns the position once the training is held. */
  pause: () => gate.hold().then(() => position),
  step: () => gate.step().then(() => position),
  resume: () => {
    gate.release();
  },
  stop: () => {
    stopping.abort();
    gate.release();
  },
  landscape: async (
    { id, options }: OfRun & { readonly options: LandscapeOptions },
    { onEvent }: CallContext<LandscapeLine>,
  ) => landscapeLine(await openShelf(), id, options, onEvent),
  forest: async ({ id }: OfRun) => fitForest(await openShelf(), id),
  savedRun: async ({ id }: OfRun): Promise<SavedRun | undefined> => {
    const shelf = await openShelf();
    const record = await shelf.get(id);
    return record && savedRun(shelf, record, () => false);
  },
};

serve(portChannel(self as unknown as PortLike), handlers);

async function train(
  { id, request, threads }: TrainInput,
  { onEvent: emit }: CallContext<TrainEvent>,
): Promise<TrainResult> {
  const shelf = await openShelf();
  const record = request ? await newRecord(id, request, threads) : await recordOf(shelf, id);
  const earlier = new EarlierEpochs(request ? [] : await shelf.epochs(id), emit);
  if (!shelf.kept) emit({ kind: 'warning', message: shelf.reason });
  onSpill((message) => emit({ kind: 'warning', message }));
  const onEvent = listener(emit, earlier);
  try {
    const hooks = { onEvent, signal: stopping.signal, betweenSteps: gate.pass };
    const outcome = await trainRecord(shelf, record, !request, hooks);
    // A run that is at its end never starts.
    earlier.report(Number.POSITIVE_INFINITY);
    return { ...outcome, kept: shelf.kept };
  } finally {
    gate.end();
  }
}

/** Reports as the trainer gives them. */
function listener(emit: (event: TrainEvent) => void, earlier: EarlierEpochs): (event: SingleRunEvent) => void {
  const counter = new StepCounter();
  return (event) => {
    switch (event.kind) {
      case 'step':
        position = event.at;
        gate.stepDone();
        emit({ kind: 'step', step: counter.newsOf(event) });
        break;
      case 'epoch':
        emit({ kind: 'epoch', report: event.report });
        break;
      case 'warning':
        emit({ kind: 'warning', message: event.message });
        break;
      case 'start':
        counter.started(event);
        position = event.resumedAt ?? position;
        earlier.report(position.epoch);
        emit({ kind: 'event', event });
        break;
      // A page fits none, and sets no limit of time.
      case 'baselines':
      case 'time-up':
        break;
      default:
        emit({ kind: 'event', event });
    }
  };
}
