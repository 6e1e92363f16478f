/**
 * npm run bench:profile -- --preset bbbp [--optimizer adam] [--nodes 20]
 *
 * Where the time of a training step goes: one row for each ONNX operator, from ONNX Runtime's own clock, and rows for what
 * happens outside it. Operators in the body of a Scan have rows of their own (`Scan: MatMul`); Scan's row is what is left. Means over
 * the middle half of the steps by duration, so that the rows add up and another program's burst does not count. The clock itself
 * costs time: the last line says how much.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { profileStep, type StepProfile, type StepSettings } from './step-profile.ts';

const usage =
  'npm run bench:profile -- [--preset bbbp] [--model compt] [--optimizer adam] [--batch 32] [--threads 2] [--steps 24] [--nodes 0]';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'bbbp' },
      model: { type: 'string', default: 'compt' },
      optimizer: { type: 'string', default: 'adam' },
      batch: { type: 'string', default: '32' },
      threads: { type: 'string', default: '2' },
      steps: { type: 'string', default: '24' },
      /** How many of the slowest nodes, one row for each operator and shapes of inputs. */
      nodes: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const { preset, model, optimizer } = values;
  const [batchSize, threads, steps] = [Number(values.batch), Number(values.threads), Number(values.steps)];
  const settings = { preset, model, optimizer, batchSize, threads, steps };
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-profile-'));
  try {
    const profile = await profileStep(settings, folder);
    console.log(describe(settings, profile));
    if (Number(values.nodes) > 0) console.log(`\n${describeNodes(profile, Number(values.nodes))}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function describe({ preset, optimizer, batchSize, threads }: StepSettings, profile: StepProfile): string {
  const { operators, outside, stepMs, unprofiledStepMs } = profile;
  const row = (name: string, count: string, ms: number): string[] => {
    return [name, count, ms.toFixed(2), `${((100 * ms) / stepMs).toFixed(1)} %`];
  };
  const rows = [
    ...operators.map(({ name, count, ms }) => row(name, count.toFixed(0), ms)),
    ...outside.map(({ name, ms }) => row(name, '', ms)),
    row('step', '', stepMs),
  ];
  return [
    `${preset}, ${optimizer}, batch ${batchSize}, ${threads} threads: mean of the middle half of the steps`,
    '',
    formatTable(['operator', 'count', 'ms', 'share'], rows),
    '',
    `without the runtime's clock a step takes ${unprofiledStepMs.toFixed(2)} ms`,
  ].join('\n');
}

function describeNodes({ nodes }: StepProfile, count: number): string {
  const rows = nodes.slice(0, count).map(({ name, count, ms }) => [name, count.toFixed(0), ms.toFixed(2)]);
  return formatTable(['operator and inputs', 'count', 'ms'], rows);
}
