/** `--part I/N`: a part of the work, for array jobs; without it, what the scheduler says. */
import { ConfigError, type Part } from '../base/index.ts';
import type { Output } from './output.ts';

interface ArrayTask {
  /** The variable that was followed. */
  readonly variable: string;
  /** From 0; not checked. */
  readonly index: number;
  /** NaN where the scheduler does not say. */
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Schedulers say the number of a task; of how many, some only by the first and the last. */
const schedulers: readonly ((env: Environment) => ArrayTask | undefined)[] = [
  (env) => {
    const [id, min, step] = numbers(env, 'SLURM_ARRAY_TASK_ID', 'SLURM_ARRAY_TASK_MIN', 'SLURM_ARRAY_TASK_STEP');
    const index = (id! - (min || 0)) / (step || 1);
    return task(env, 'SLURM_ARRAY_TASK_ID', index, Number(env.SLURM_ARRAY_TASK_COUNT ?? Number.NaN));
  },
  (env) => task(env, 'JOB_COMPLETION_INDEX', Number(env.JOB_COMPLETION_INDEX), Number.NaN),
  (env) => {
    const [index, count] = numbers(env, 'AWS_BATCH_JOB_ARRAY_INDEX', 'AWS_BATCH_JOB_ARRAY_SIZE');
    return task(env, 'AWS_BATCH_JOB_ARRAY_INDEX', index!, count!);
  },
  (env) => task(env, 'PBS_ARRAY_INDEX', Number(env.PBS_ARRAY_INDEX) - 1, Number.NaN),
  (env) => {
    if (env.SGE_TASK_ID === 'undefined') return undefined;
    const [id, first, last, step] = numbers(env, 'SGE_TASK_ID', 'SGE_TASK_FIRST', 'SGE_TASK_LAST', 'SGE_TASK_STEPSIZE');
    const from = first || 1;
    return task(env, 'SGE_TASK_ID', (id! - from) / (step || 1), Math.floor((last! - from) / (step || 1)) + 1);
  },
  (env) => {
    // 0: a job that is no array.
    if (env.LSB_JOBINDEX === '0') return undefined;
    const [id, end, step] = numbers(env, 'LSB_JOBINDEX', 'LSB_JOBINDEX_END', 'LSB_JOBINDEX_STEP');
    return task(env, 'LSB_JOBINDEX', (id! - 1) / (step || 1), Math.floor((end! - 1) / (step || 1)) + 1);
  },
];

/** How many parts there are, where the scheduler does not say. */
const countVariable = 'GRAPHSAM_PARTS';

/**
 * The part that is asked for; undefined: everything. The part that an array job sets is used, and reported.
 * Throws ConfigError for anything but I/N with 1 <= I <= N, and where a scheduler says which part but not of how many.
 */
export function partOf(
  { part }: { readonly part?: string | undefined },
  output: Output,
  env: Environment = process.env,
): Part | undefined {
  if (part === 'all') return undefined;
  if (part !== undefined) return parsePart(part);
  for (const find of schedulers) {
    const found = find(env);
    if (found) return announced(found, output);
  }
  return undefined;
}

function parsePart(text: string): Part {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const part = { index: Number(index), count: Number(count) };
  if (index !== undefined && part.index >= 1 && part.index <= part.count) return part;
  throw new ConfigError({
    code: 'wrong-value',
    what: `expected a part such as 3/16, the first one being 1/16, and received "${text}"`,
    where: '--part',
  });
}

function announced({ variable, index, count }: ArrayTask, output: Output): Part {
  if (!Number.isInteger(index) || !Number.isInteger(count) || index < 0 || index >= count) {
    throw new ConfigError({
      code: 'part-unclear',
      what: Number.isNaN(count)
        ? `${variable} says that this is a task of an array, but nothing says of how many`
        : `${variable} says that this is task ${index + 1} of ${count}`,
      where: '--part',
      advice: `Set ${countVariable} to the number of tasks, numbered from their beginning without gaps; or give --part I/N, or --part all to do everything here.`,
    });
  }
  const part = { index: index + 1, count };
  output.warn(`Part ${part.index} of ${part.count}, as ${variable} says; --part all does everything.`);
  return part;
}

function task(env: Environment, variable: string, index: number, count: number): ArrayTask | undefined {
  if (env[variable] === undefined || env[variable] === '') return undefined;
  return { variable, index, count: Number(env[countVariable] ?? count) };
}

function numbers(env: Environment, ...names: readonly string[]): number[] {
  return names.map((name) => Number(env[name] ?? Number.NaN));
}
