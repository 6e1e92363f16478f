/** The worker of one training: trains, pauses, goes on; afterwards draws the landscape of what it trained. */
import '../threads/count-memory.ts';
import { type CallContext, type PortLike, portChannel, serve } from '../../../src/index.web.ts';
import type { LandscapeLine, LandscapeOptions, Position, SavedRun, SingleRunEvent } from '../protocol.ts';
import { onOverflow, openRunDatabase } from '../storage/open-run-database.ts';
import { recordOf } from '../storage/record-of.ts';
import { type OfRun, runCalls } from '../storage/run-calls.ts';
import { savedRun } from '../utility/saved-runs.ts';
import { EarlierEpochs } from './earlier-epochs.ts';
import { fitForest } from './fit-forest.ts';
import { landscapeLine } from './landscape.ts';
import { PauseControl } from './pause-control.ts';
import { StepCounter } from './step-news.ts';
import { newRecord, trainRecord } from './train-run.ts';
import type { TrainEvent, TrainInput, TrainResult } from './training-calls.ts';

const pauseControl = new PauseControl();
const stopping = new AbortController();
let position: Position = { epoch: 1, step: 0 };

export const handlers = {
  ...runCalls,
  train,
  /** Returns the position once the training is held. */
  pause: () => pauseControl.hold().then(() => position),
  step: () => pauseControl.step().then(() => position),
  resume: () => {
    pauseControl.release();
  },
  stop: () => {
    stopping.abort();
    pauseControl.release();
  },
  landscape: async (
    { id, options }: OfRun & { readonly options: LandscapeOptions },
    { onEvent }: CallContext<LandscapeLine>,
  ) => landscapeLine(await openRunDatabase(), id, options, onEvent),
  forest: async ({ id }: OfRun) => fitForest(await openRunDatabase(), id),
  savedRun: async ({ id }: OfRun): Promise<SavedRun | undefined> => {
    const database = await openRunDatabase();
    const record = await database.get(id);
    return record && savedRun(database, record, () => false);
  },
};

serve(portChannel(self as unknown as PortLike), handlers);

async function train(
  { id, request, threads }: TrainInput,
  { onEvent: emit }: CallContext<TrainEvent>,
): Promise<TrainResult> {
  const database = await openRunDatabase();
  const record = request ? await newRecord(id, request, threads) : await recordOf(database, id);
  const earlier = new EarlierEpochs(request ? [] : await database.epochs(id), emit);
  if (!database.kept) emit({ kind: 'warning', message: database.reason });
  onOverflow((message) => emit({ kind: 'warning', message }));
  const onEvent = listener(emit, earlier);
  try {
    const hooks = { onEvent, signal: stopping.signal, betweenSteps: pauseControl.pass };
    const outcome = await trainRecord(database, record, !request, hooks);
    // A run that is at its end never starts.
    earlier.report(Number.POSITIVE_INFINITY);
    return { ...outcome, kept: database.kept };
  } finally {
    pauseControl.end();
  }
}

/** Reports as the trainer gives them. */
function listener(emit: (event: TrainEvent) => void, earlier: EarlierEpochs): (event: SingleRunEvent) => void {
  const counter = new StepCounter();
  return (event) => {
    switch (event.kind) {
      case 'step':
        position = event.at;
        pauseControl.stepDone();
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
      // Shown as what is being computed.
      case 'reading':
      // A page fits none, and sets no limit of time.
      case 'describing':
      case 'baselines':
      case 'time-up':
      // Its result says it.
      case 'stopped-early':
        break;
      default:
        emit({ kind: 'event', event });
    }
  };
}
