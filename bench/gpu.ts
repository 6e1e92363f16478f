/**
 * npm run bench:gpu [-- --device webgpu] [--minutes 9] [--models compt,grover,attention] [--widths 256,800] [--batches 32,256]
 *   [--layers 4] [--molecules 512] [--command "..."] [--alone] [--json]
 * npm run bench:gpu -- --from results/gpu/h100.json
 *
 * A GPU beside the CPU of the same machine, within a time that is given: training steps (Adam; features ready) and predictions of CoMPT,
 * with both readouts, and of GROVER, on molecules of bbbp's sizes. Each device has a process of its own, since one process may use a GPU
 * in one thread only (--device cpu measures the CPU alone). A GPU is measured twice: with weights and optimizer in its own memory, and with
 * both in the CPU's. Cases are taken in the order of batches, widths and models as they are given, by default the most telling first, and what
 * the time did not reach is said. Where Python has torch (GRAPHSAM_PYTHON names the Python), CoMPT as its paper's code computes it is timed on the
 * same card too (compt_torch.py, of the same shapes); the authors' own code can be timed with --command "python time_steps.py", which
 * prints milliseconds, one a line. --alone leaves out CPU and PyTorch; --from prints the table of a file that --json gave.
 *
 * Keys of --json: machine {card, cpu, cores, node}, device, results (of each: title, model, width, batch, backend, weightsOn, stepMs {median, min, max,
 * steps}, firstStepMs, moleculesPerSecond, predictedPerSecond, error), withoutTorch (why there is no PyTorch), commandMs, left (what was not
 * measured).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { median } from '../src/base/quantile.ts';
import { type Backend, backends, devices } from '../src/runtime/index.ts';
import type { GpuCase, GpuMeasurement } from './gpu-case.ts';
import { type GpuResults, gpuTable } from './gpu-table.ts';
import { timesPrintedBy } from './times-printed-by.ts';
import { torchStep, withoutTorch } from './torch-step.ts';

const usage =
  'npm run bench:gpu -- [--device webgpu] [--minutes 9] [--models compt,grover,attention] [--widths 256,800,100,400] [--batches 32,256] [--layers 4] [--molecules 512] [--command "..."] [--alone] [--json], or --from FILE';

interface Case extends Omit<GpuCase, 'backend' | 'weightsOn' | 'budgetMs' | 'molecules'> {
  readonly title: string;
}

/** GROVER's heads have to divide its width; 400 is between what its papers use. */
const forms = [
  { name: 'compt', title: 'CoMPT', model: 'compt', settings: {}, widths: [100, 256, 400, 800] },
  { name: 'grover', title: 'GROVER', model: 'grover', settings: {}, widths: [100, 256, 800] },
  {
    name: 'attention',
    title: 'CoMPT, attention readout',
    model: 'compt',
    settings: { readout: 'attention' },
    widths: [100, 256, 400, 800],
  },
] as const;

type Form = (typeof forms)[number];

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      device: { type: 'string', default: 'webgpu' },
      minutes: { type: 'string', default: '9' },
      models: { type: 'string', default: forms.map(({ name }) => name).join() },
      widths: { type: 'string', default: '256,800,100,400' },
      batches: { type: 'string', default: '32,256' },
      /** Of CoMPT; the preset's are 4. */
      layers: { type: 'string', default: '4' },
      molecules: { type: 'string', default: '512' },
      command: { type: 'string' },
      alone: { type: 'boolean', default: false },
      from: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (values.from !== undefined) return console.log(gpuTable(JSON.parse(readFileSync(values.from, 'utf8'))));
  const end = performance.now() + 60_000 * Number(values.minutes);
  const models = values.models.split(',').flatMap((named) => forms.filter(({ name }) => name === named));
  const [widths, batches] = [numbers(values.widths), numbers(values.batches)];
  const result = await measureAll(casesOf(models, widths, batches), {
    device: backendNamed(values.device),
    layers: Number(values.layers),
    molecules: Number(values.molecules),
    end,
    command: values.command,
    isAlone: values.alone,
  });
  console.log(values.json ? JSON.stringify(result, null, 2) : gpuTable(result));
});

/** What is unknown is refused by the measurement. */
function backendNamed(option: string): string {
  return backends.find((backend) => devices[backend].option === option) ?? option;
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function casesOf(models: readonly Form[], widths: readonly number[], batches: readonly number[]): Case[] {
  return batches.flatMap((batch) =>
    widths.flatMap((width) =>
      models
        .filter((form) => (form.widths as readonly number[]).includes(width) || width < 100)
        .map(({ title, model, settings }) => ({ title, model, settings: { ...settings, width }, width, batch })),
    ),
  );
}

interface MeasureOptions {
  readonly device: string;
  readonly layers: number;
  readonly molecules: number;
  /** On the clock of `performance`. */
  readonly end: number;
  readonly command: string | undefined;
  /** Neither the CPU nor PyTorch beside it. */
  readonly isAlone: boolean;
}

async function measureAll(cases: readonly Case[], options: MeasureOptions): Promise<GpuResults> {
  const { device, layers, molecules, end, command, isAlone } = options;
  const results: (GpuMeasurement & { title: string })[] = [];
  const left: string[] = [];
  const noTorch = isAlone ? 'not asked for' : withoutTorch();
  const measured = waysOf(device, isAlone);
  for (const [index, { title, ...plain }] of cases.entries()) {
    const each = plain.model === 'compt' ? { ...plain, settings: { ...plain.settings, layers } } : plain;
    const remaining = end - performance.now();
    // What is left is shared by what is to come: later cases get what quick ones leave.
    const budgetMs = Math.min(remaining - 5_000, (1.5 * remaining) / (cases.length - index));
    if (budgetMs < 2_000) {
      left.push(`${title}, width ${each.width}, batch ${each.batch}`);
      continue;
    }
    // CoMPT itself has another one beside it.
    const isMarked = noTorch === undefined && title === 'CoMPT';
    let waysLeft = measured.length + (isMarked ? 1 : 0);
    const share = budgetMs / waysLeft;
    // One that takes all of its time leaves the others of this case theirs.
    const until = (): number => performance.now() + (end - performance.now()) / waysLeft--;
    const done = (result: GpuMeasurement): void => {
      results.push({ title, ...result });
      const told = result.error ?? `${result.stepMs!.median.toFixed(1)} ms a step`;
      const where = result.weightsOn === 'device' ? `${result.backend}, weights there` : result.backend;
      console.error(`${title}, width ${each.width}, batch ${each.batch}, ${where}: ${told}`);
    };
    for (const way of measured) done(inProcess({ ...each, ...way, molecules, budgetMs: share }, until()));
    if (isMarked) done(torchStep({ ...each, layers, budgetMs: share, timeoutMs: timeoutOf(share, until()) }));
  }
  const commandMs = command === undefined ? undefined : median(await timesPrintedBy(command, 20));
  const torch = noTorch === undefined ? {} : { withoutTorch: noTorch };
  return { machine: machine(), device, results, ...torch, ...(commandMs !== undefined && { commandMs }), left };
}

type Way = Pick<GpuCase, 'backend' | 'weightsOn'>;

function waysOf(device: string, isAlone: boolean): Way[] {
  const keeps = devices[device as Backend]?.keepsFrom !== undefined;
  const there: Way[] = keeps ? [{ backend: device, weightsOn: 'device' }] : [];
  const cpu: Way[] = isAlone || device === 'native' ? [] : [{ backend: 'native', weightsOn: 'cpu' }];
  return [...there, { backend: device, weightsOn: 'cpu' }, ...cpu];
}

function inProcess(given: GpuCase, end: number): GpuMeasurement {
  const module = fileURLToPath(new URL('./gpu-case.js', import.meta.url));
  const args = [module, JSON.stringify(given)];
  const timeout = timeoutOf(given.budgetMs, end);
  const ran = spawnSync(process.execPath, args, { encoding: 'utf8', timeout, killSignal: 'SIGKILL' });
  const { model, width, batch, backend, weightsOn } = given;
  const line = ran.stdout.trim().split('\n').at(-1) ?? '';
  if (ran.status === 0) return JSON.parse(line) as GpuMeasurement;
  const error = ran.error ? 'it took longer than its share of the time' : lastLine(ran.stderr);
  return { model, width, batch, backend, weightsOn, error };
}

/** The first step on a device compiles its kernels, which nothing interrupts: it gets three times its time before it is ended. */
function timeoutOf(budgetMs: number, end: number): number {
  return Math.round(Math.max(1_000, Math.min(3 * budgetMs, end - performance.now())));
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .find((line) => /^\w*Error: /.test(line)) ??
    text.trim().split('\n').at(-1) ??
    'it ended'
  );
}

function machine() {
  return { card: cardName(), cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
}

function cardName(): string {
  try {
    const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];
    return execFileSync('nvidia-smi', query, { encoding: 'utf8' }).trim();
  } catch {
    return process.env.VK_ICD_FILENAMES ?? 'unknown (no nvidia-smi)';
  }
}
