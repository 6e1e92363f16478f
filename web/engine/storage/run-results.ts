/** What a finished run found, read from its files: the same for one that was trained here and one that came as a folder. */
import { CheckpointError, parseTrainConfig, readTable, runFiles } from '../../../src/index.web.ts';
import type { FinishedRun, RunResults, SplitReport, TaskType, TestRow } from '../protocol.ts';
import type { RunShelf } from './run-shelf.ts';

/** What of run.json is read here. */
interface RunFacts {
  readonly config: unknown;
  readonly status: string;
  readonly data: {
    readonly tasks: readonly string[];
    readonly taskType: TaskType;
    readonly rejected: number;
    readonly warnings: readonly string[];
  };
  readonly split: SplitReport;
  readonly model: { readonly parameters: number };
  readonly result: FinishedRun;
}

/** Throws CheckpointError if the run is not there, not finished, or damaged. */
export async function runResults(shelf: RunShelf, id: string): Promise<RunResults> {
  const record = await shelf.get(id);
  const run = await shelf.readFile(id, runFiles.run);
  const predictions = await shelf.readFile(id, runFiles.predictions);
  if (!record || !run) throw missing('this run is not in the browser');
  const facts = parse(run);
  if (facts.status !== 'finished' || !predictions) throw missing('this run is not finished');
  const { tasks, taskType, rejected, warnings } = facts.data;
  return {
    id,
    title: record.title,
    from: record.from,
    config: parseTrainConfig(facts.config, runFiles.run),
    taskType,
    tasks,
    parameters: facts.model.parameters,
    split: facts.split,
    epochs: await shelf.epochs(id),
    result: facts.result,
    test: await testRows(predictions, taskType, tasks.length),
    rejects: rejected,
    warnings,
  };
}

function parse(bytes: Uint8Array): RunFacts {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const advice = 'Train again, or pack the run folder again.';
    throw new CheckpointError({ what: 'it is not JSON', where: runFiles.run, advice, cause });
  }
}

function missing(what: string): CheckpointError {
  return new CheckpointError({ what, advice: 'Train it to its end.' });
}

/** Rows of predictions.csv: row, line, smiles, then label and prediction of each task. */
async function testRows(bytes: Uint8Array, taskType: TaskType, tasks: number): Promise<TestRow[]> {
  const source = (async function* () {
    yield bytes;
  })();
  const table = await readTable(source, { name: runFiles.predictions });
  const rows: Omit<TestRow, 'error'>[] = [];
  for await (const { cells } of table.rows) {
    const [, line, smiles, ...values] = cells;
    const numbers = values.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    rows.push({
      line: Number(line),
      smiles: smiles!,
      labels: Array.from({ length: tasks }, (_, task) => numbers[2 * task]!),
      predictions: Array.from({ length: tasks }, (_, task) => numbers[2 * task + 1]!),
    });
  }
  const spread = Array.from({ length: tasks }, (_, task) =>
    taskType === 'classification' ? 1 : deviation(rows.map(({ labels }) => labels[task]!)),
  );
  return rows.map((row) => ({ ...row, error: errorOf(row, spread) }));
}

function errorOf({ labels, predictions }: Omit<TestRow, 'error'>, spread: readonly number[]): number {
  const errors = labels.flatMap((label, task) =>
    Number.isNaN(label) ? [] : [Math.abs(label - predictions[task]!) / spread[task]!],
  );
  return errors.length === 0 ? 0 : errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** Population deviation of what is there; 1 where all values are one. */
function deviation(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return Math.sqrt(variance) || 1;
}
