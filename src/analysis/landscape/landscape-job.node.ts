/** Computes a landscape in the thread that computes, and saves it as it grows. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, setting, version } from '../../base/index.ts';
import type { PartName } from '../../data/index.ts';
import type { Batch } from '../../objective/index.ts';
import { writeWhole } from '../../platform/index.node.ts';
import type { JobContext } from '../../platform/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import { readKeptWeights } from '../../runs/index.node.ts';
import { NetworkLosses } from '../loss/network-loss.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';
import { type AnalyzedRun, drawBatches } from '../run/analyzed-run.ts';
import { type OpenRunOptions, openRun } from '../run/open-run.node.ts';
import { Workload } from '../run/workload.ts';
import type { Axis } from './axis.ts';
import { fillSheet } from './fill-sheet.ts';
import {
  isComplete,
  type LandscapeFile,
  type LandscapeMode,
  parseLandscape,
  pointsOf,
  type Sheet,
  withoutLosses,
} from './landscape-file.ts';
import { type DirectionChoice, layoutOf, type PlannedLandscape, type PlannedSheet, planLandscape } from './plan.ts';

await loadInheritedPlugins();

export interface LandscapeJob {
  readonly runs: readonly string[];
  readonly open: Omit<OpenRunOptions, 'onWarning'>;
  readonly mode: LandscapeMode;
  readonly direction: DirectionChoice;
  readonly x?: Axis | undefined;
  readonly y?: Axis | undefined;
  readonly surface: boolean;
  /** Rows of each part at most. */
  readonly rows: number;
  /** Default: that of the first run. */
  readonly batchSize?: number | undefined;
  /** landscape.json: continued if it holds the same landscape. */
  readonly path: string;
  /** Replaces another landscape there. */
  readonly overwrite: boolean;
}

export type LandscapeEvent =
  | { readonly kind: 'warning'; readonly message: string }
  | {
      readonly kind: 'plan';
      readonly sheets: readonly string[];
      readonly points: number;
      /** Points of all sheets that an earlier call computed. */
      readonly done: number;
    }
  | {
      readonly kind: 'progress';
      readonly label: string;
      readonly share: number;
      readonly secondsLeft: number | undefined;
    };

/** Between two savings of what is computed. */
const saveEveryMs = 5000;

export async function runJob(
  job: LandscapeJob,
  { onEvent, signal }: JobContext<LandscapeEvent>,
): Promise<LandscapeFile> {
  const opened: AnalyzedRun[] = [];
  for (const folder of job.runs) {
    opened.push(await openRun(folder, { ...job.open, onWarning: (message) => onEvent({ kind: 'warning', message }) }));
  }
  const path = job.mode === 'trajectory' ? await readKeptWeights(job.runs[0]!, layoutOf(opened[0]!)) : [];
  const plan = planLandscape(opened, { ...job, x: job.x, y: job.y, path });
  const batchSize = job.batchSize ?? opened[0]!.batchSize;
  const file = await continued(emptyFile(job, plan, batchSize), job);
  const save = (): Promise<void> => writeWhole(job.path, `${JSON.stringify(file)}\n`);
  const points = pointsOf(file);
  const done = file.sheets.reduce((sum, { train }) => sum + train.length, 0);
  onEvent({ kind: 'plan', sheets: file.sheets.map(({ name }) => name), points, done });
  if (isComplete(file)) return file;
  let savedAt = performance.now();
  try {
    for (const [index, sheet] of file.sheets.entries()) {
      const planned = plan.sheets[index]!;
      await computeSheet(
        sheet,
        planned,
        { file, rows: job.rows, batchSize },
        {
          before: () => signal.throwIfAborted(),
          onProgress: (share, secondsLeft) => {
            const label = file.sheets.length > 1 ? `${index + 1}/${file.sheets.length} ${sheet.name}` : 'landscape';
            onEvent({ kind: 'progress', label, share, secondsLeft });
          },
          onPoint: async () => {
            if (performance.now() - savedAt < saveEveryMs) return;
            await save();
            savedAt = performance.now();
          },
        },
      );
    }
  } finally {
    await save();
  }
  return file;
}

interface SheetHooks {
  readonly before: () => void;
  readonly onProgress: (share: number, secondsLeft: number | undefined) => void;
  readonly onPoint: () => Promise<void>;
}

async function computeSheet(
  sheet: Sheet,
  planned: PlannedSheet,
  { file, rows, batchSize }: { readonly file: LandscapeFile; readonly rows: number; readonly batchSize: number },
  { before, onProgress, onPoint }: SheetHooks,
): Promise<void> {
  const [run] = planned.runs as [AnalyzedRun];
  const parts = partsOf(run, rows, batchSize, file.direction?.seed ?? 0);
  const left = pointsOf(file) - sheet.train.length;
  const evaluations = left * (parts.train.length + parts.test.length);
  const work = new Workload([{ name: sheet.name, kind: 'loss', evaluations }]);
  const losses = new NetworkLosses(run.setup, {
    beforeEvaluation: (kind) => {
      before();
      const { share, secondsLeft } = work.start(kind);
      onProgress(share, secondsLeft);
    },
  });
  try {
    const of = (batches: readonly Batch[]): SmoothLoss | undefined =>
      batches.length > 0 ? losses.ofBatches(batches) : undefined;
    await fillSheet(
      sheet,
      planned,
      { train: of(parts.train)!, test: of(parts.test) },
      { x: file.x, y: file.y, onPoint },
    );
  } finally {
    await losses.release();
  }
}

function partsOf(
  run: AnalyzedRun,
  rows: number,
  batchSize: number,
  seed: number,
): Readonly<Record<'train' | 'test', Batch[]>> {
  const draw = (part: PartName): Batch[] => drawBatches(run, { part, rows, batchSize, seed });
  return { train: draw('train'), test: draw('test') };
}

function emptyFile(
  { mode, direction, rows }: LandscapeJob,
  { sheets, x, y }: PlannedLandscape,
  batchSize: number,
): LandscapeFile {
  const { normalization, ignore, seed } = direction;
  return {
    kind: 'landscape',
    format: 1,
    graphsam: version,
    mode,
    direction: mode === 'around' ? { normalization, ignore: [...ignore], seed } : null,
    batchSize,
    x,
    y: y ?? null,
    sheets: sheets.map(({ name, runs, marks, explained }): Sheet => {
      const parts = partsOf(runs[0]!, rows, batchSize, mode === 'around' ? seed : 0);
      return {
        name,
        // Through JSON, as a file would give it again.
        runs: JSON.parse(JSON.stringify(runs.map(({ facts }) => facts))),
        rows: { train: rowsOf(parts.train), test: parts.test.length > 0 ? rowsOf(parts.test) : null },
        marks: [...marks],
        ...(explained && { explained: [...explained] as [number, number] }),
        train: [],
        test: [],
      };
    }),
  };
}

function rowsOf(batches: readonly Batch[]): { count: number; checksum: string } {
  const hash = createHash('sha256');
  for (const { rows, targets } of batches) hash.update(Int32Array.from(rows)).update(targets);
  return { count: batches.reduce((sum, { rows }) => sum + rows.length, 0), checksum: hash.digest('hex') };
}

/** What an earlier call computed of this landscape, or nothing of it. Throws ConfigError if another one is in the way. */
async function continued(empty: LandscapeFile, { path, overwrite }: LandscapeJob): Promise<LandscapeFile> {
  if (overwrite) return empty;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return empty;
  const earlier = parseLandscape(text, path);
  if (isDeepStrictEqual(withoutLosses(earlier), withoutLosses(empty))) return earlier;
  throw new ConfigError({
    code: 'other-run',
    what: 'the file holds another landscape: other runs, axes or settings',
    where: path,
    advice: `Choose another ${setting('run.folder')} or ${setting('run.overwrite')}; the same command as before continues it.`,
  });
}
