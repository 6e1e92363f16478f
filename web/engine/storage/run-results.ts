/** What a finished run found, read from its files: the same for one that was trained here and one that came as a folder. */
import { CheckpointError, findTask, parseTrainConfig, readTestTable, runFiles } from '../../../src/index.web.ts';
import type { FinishedRun, RunResults, SplitReport, TaskType, TestRow } from '../protocol.ts';
import type { RunShelf } from './run-shelf.ts';

/** What of run.json is read here. */
interface RunFacts {
  readonly config: unknown;
  readonly status: string;
  readonly data: {
    readonly tasks: readonly string[];
    readonly taskType: TaskType;
    readonly classes?: readonly (readonly string[])[];
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
  const { tasks, taskType, classes, rejected, warnings } = facts.data;
  return {
    id,
    title: record.title,
    from: record.from,
    config: parseTrainConfig(facts.config, runFiles.run),
    taskType,
    tasks,
    classes,
    parameters: facts.model.parameters,
    split: facts.split,
    epochs: await shelf.epochs(id),
    result: facts.result,
    test: await testRows(predictions, facts.data),
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

/** Rows of predictions.csv, with how far off each is. */
async function testRows(bytes: Uint8Array, targets: RunFacts['data']): Promise<TestRow[]> {
  const table = await readTestTable(new TextDecoder().decode(bytes), targets, runFiles.predictions);
  const { columns, report } = findTask(targets.taskType);
  const scales = table.tasks.map(({ labels }) => (report.scalesErrors ? deviation([...labels]) : 1));
  return table.smiles.map((smiles, row) => {
    const labels = table.tasks.map((task) => task.labels[row]!);
    const predictions = table.tasks.map((task) => Array.from(task.predictions[row]!));
    const shown = table.tasks.map(({ classes }, task) => ({
      measured: Number.isNaN(labels[task]!) ? '' : columns.label(labels[task]!, classes),
      predicted: columns.cells(predictions[task]!, classes, String)[0]!,
    }));
    const errors = labels.map((label, task) =>
      Number.isNaN(label) ? Number.NaN : report.error(label, predictions[task]!),
    );
    const line = Number(table.lines[row]);
    return { line, smiles, labels, predictions, shown, errors, error: meanError(errors, scales) };
  });
}

function meanError(errors: readonly number[], scales: readonly number[]): number {
  const scaled = errors.map((error, task) => error / scales[task]!).filter((error) => !Number.isNaN(error));
  return scaled.length === 0 ? 0 : scaled.reduce((sum, error) => sum + error, 0) / scaled.length;
}

/** Population deviation of what is there; 1 where all values are one. */
function deviation(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  return Math.sqrt(variance) || 1;
}
