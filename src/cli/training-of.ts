/** Which training an event is of: several are in hand at the same time where members of an ensemble are trained. */
import type { RunEvent } from '../runs/index.ts';

interface EventOfTraining {
  /** From 0; undefined of a training alone, and of the ensemble as a whole. */
  readonly member: number | undefined;
  readonly event: Exclude<RunEvent, { kind: 'member' }>;
}

export function trainingOf(event: RunEvent): EventOfTraining {
  return event.kind === 'member' ? event : { member: undefined, event };
}
