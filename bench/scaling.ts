/**
 * npm run bench:scaling [-- --redraw] [--threads 2] [--rounds 7]
 *
 * How the time of a training step (CoMPT, Adam) grows with atoms per molecule, molecules per batch, width and layers: one of them
 * varies, the others stay at the bbbp preset. Writes docs/measurements/scaling.json and draws docs/scaling.svg from it;
 * --redraw draws again without measuring. Two cores need about two minutes.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { scalingSvg } from './scaling-svg.ts';
import { measureSweep, type Sweep, sweeps } from './scaling-sweep.ts';

const usage = 'npm run bench:scaling -- [--redraw] [--threads 2] [--rounds 7]';
const resultsFile = join(packageRoot(), 'docs', 'measurements', 'scaling.json');
const plotFile = join(packageRoot(), 'docs', 'scaling.svg');

/** The contents of docs/measurements/scaling.json. */
interface ScalingResults {
  readonly machine: string;
  readonly runtime: string;
  readonly threads: number;
  readonly preset: 'bbbp';
  readonly sweeps: readonly Sweep[];
}

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      redraw: { type: 'boolean', default: false },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const results = values.redraw
    ? (JSON.parse(await readFile(resultsFile, 'utf8')) as ScalingResults)
    : await measure(Number(values.threads), Number(values.rounds));
  if (!values.redraw) {
    await mkdir(dirname(resultsFile), { recursive: true });
    await writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  }
  await writeFile(plotFile, scalingSvg(results.sweeps));
  console.log(describe(results));
});

async function measure(threads: number, rounds: number): Promise<ScalingResults> {
  const runtime = await loadRuntime();
  const measured: Sweep[] = [];
  for (const sweep of sweeps) measured.push(await measureSweep(sweep, { runtime, threads, rounds }));
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores`;
  return { machine, runtime: runtime.description, threads, preset: 'bbbp', sweeps: measured };
}

function describe({ sweeps: measured }: ScalingResults): string {
  const rows = measured.map(({ title, points, exponent }) => [
    title,
    points.map(({ value }) => value).join(' '),
    points.map(({ medianMs }) => medianMs.toFixed(0)).join(' '),
    exponent.toFixed(2),
  ]);
  return formatTable(['what varies', 'values', 'step ms, median', 'exponent, upper half'], rows);
}
