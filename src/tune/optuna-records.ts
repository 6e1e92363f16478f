/**
 * The records of an Optuna journal, a JSON object a line: what a study is there, and which of them are missing for a study of ours.
 * Written once, a record stays; ids count the records that make something. Trials that others have added are left alone.
 * Source: Optuna's JournalStorage (4.x and 5.0), whose operations these numbers are.
 */
import type { Parameter, Settings } from './space.ts';
import type { Direction, Study, Trial } from './trial.ts';

const operations = { createStudy: 0, studyAttribute: 2, createTrial: 4, state: 6, intermediate: 7 } as const;
const states = { running: 0, complete: 1, pruned: 2, failed: 3 } as const;
const directions: Readonly<Record<Direction, number>> = { lower: 1, higher: 2 };

const optunaStudy = 'graphsam';
/** Which of our trials an Optuna trial is. */
const numberAttribute = 'graphsam_trial';

export type JournalRecord = Readonly<Record<string, unknown>> & { readonly op_code: number };

interface Found {
  /** Undefined where the journal has no study of ours. */
  readonly study: number | undefined;
  readonly studies: number;
  readonly trials: number;
  /** By our numbers. */
  readonly ours: ReadonlyMap<number, FoundTrial>;
}

interface FoundTrial {
  readonly id: number;
  readonly steps: Set<number>;
  state: number;
}

export interface MissingOptions {
  readonly direction: Direction;
  /** No trial goes on: those that were stopped count as pruned. */
  readonly isOver: boolean;
  readonly worker: string;
  readonly version: string;
}

/** Records that bring a journal to where the study is. */
export function missingRecords(
  { space, rungs }: Study,
  trials: readonly Trial[],
  journal: readonly JournalRecord[],
  { direction, isOver, worker, version }: MissingOptions,
): JournalRecord[] {
  const found = readJournal(journal);
  const records: JournalRecord[] = [];
  const put = (op_code: number, more: object): void => void records.push({ op_code, worker_id: worker, ...more });
  const study = found.study ?? found.studies;
  if (found.study === undefined) {
    put(operations.createStudy, { study_name: optunaStudy, directions: [directions[direction]] });
    put(operations.studyAttribute, { study_id: study, user_attr: { graphsam: version } });
  }
  let next = found.trials;
  for (const trial of trials) {
    const state = stateOf(trial, rungs.length, isOver);
    const old = found.ours.get(trial.number);
    // What Optuna takes for ended cannot be changed: a trial that went on after all is one more there.
    const isNew = !old || (old.state !== states.running && old.state !== state);
    const id = isNew ? next++ : old.id;
    if (isNew) put(operations.createTrial, { study_id: study, ...created(space, trial) });
    const known = isNew ? new Set<number>() : old.steps;
    trial.curve.forEach((value, epoch) => {
      if (value === null || known.has(epoch + 1)) return;
      if (isNew || old.state === states.running)
        put(operations.intermediate, { trial_id: id, step: epoch + 1, intermediate_value: value });
    });
    if (state !== states.running && (isNew || old.state === states.running)) {
      const values = state === states.failed ? null : [trial.values.at(-1)!];
      put(operations.state, { trial_id: id, state, values, datetime_complete: timeText(trial.ended ?? trial.started) });
    }
  }
  return records;
}

function readJournal(journal: readonly JournalRecord[]): Found {
  const ours = new Map<number, FoundTrial>();
  const byId = new Map<number, FoundTrial>();
  let [study, studies, trials]: [number | undefined, number, number] = [undefined, 0, 0];
  for (const record of journal) {
    if (record.op_code === operations.createStudy) {
      if (record.study_name === optunaStudy) study = studies;
      studies++;
    } else if (record.op_code === operations.createTrial) {
      const found = { id: trials++, steps: new Set<number>(), state: Number(record.state ?? states.running) };
      const number = (record.user_attrs as Record<string, unknown> | undefined)?.[numberAttribute];
      byId.set(found.id, found);
      if (typeof number === 'number') ours.set(number, found);
    } else if (record.op_code === operations.intermediate) {
      byId.get(Number(record.trial_id))?.steps.add(Number(record.step));
    } else if (record.op_code === operations.state) {
      const found = byId.get(Number(record.trial_id));
      if (found && found.state === states.running) found.state = Number(record.state);
    }
  }
  return { study, studies, trials, ours };
}

function stateOf({ failure, values }: Trial, rungs: number, isOver: boolean): number {
  if (failure !== undefined) return states.failed;
  if (values.length === rungs) return states.complete;
  return isOver && values.length > 0 ? states.pruned : states.running;
}

/** In one record, so that no kill leaves half a trial. */
function created(space: Study['space'], { number, settings, started }: Trial): object {
  const acting = space.filter(({ path }) => settings[path] !== undefined);
  return {
    state: states.running,
    value: null,
    values: null,
    datetime_start: timeText(started),
    distributions: Object.fromEntries(
      acting.map((parameter) => [parameter.path, JSON.stringify(distributionOf(parameter))]),
    ),
    params: Object.fromEntries(acting.map((parameter) => [parameter.path, internal(parameter, settings)])),
    user_attrs: { [numberAttribute]: number },
    system_attrs: {},
    intermediate_values: {},
  };
}

function distributionOf(parameter: Parameter): object {
  if (parameter.kind === 'choice')
    return { name: 'CategoricalDistribution', attributes: { choices: parameter.values } };
  const { low, high, log } = parameter;
  return parameter.kind === 'int'
    ? { name: 'IntDistribution', attributes: { log, step: parameter.step, low, high } }
    : { name: 'FloatDistribution', attributes: { step: null, low, high, log } };
}

/** Optuna keeps the index of a choice. */
function internal(parameter: Parameter, settings: Settings): number {
  const value = settings[parameter.path]!;
  return parameter.kind === 'choice' ? parameter.values.indexOf(value) : Number(value);
}

/** Python before 3.11 does not read the letter Z. */
function timeText(iso: string): string {
  return iso.replace('Z', '+00:00');
}
