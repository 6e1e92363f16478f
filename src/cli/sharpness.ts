/** `graphsam sharpness`: curvature of the loss at the weights of trained runs, one or side by side. */
import { join } from 'node:path';
import {
  defaultSharpnessOptions,
  hessianMethods,
  type SharpnessFile,
  type SharpnessOptions,
  sharpnessFileName,
  sharpnessRemarks,
  sharpnessTable,
} from '../analysis/index.ts';
import { ConfigError, plural } from '../base/index.ts';
import {
  checkedNumber,
  machineOptions,
  namedRuns,
  openingOptions,
  outputFolder,
  refuseUnwantedResult,
  resultOptions,
  runOptions,
} from './analysis-options.ts';
import type { CommandDefinition, GivenOptions } from './command.ts';
import { formatTable } from './format.ts';
import { interruptible } from './interrupt.ts';
import type { CliOption } from './option.ts';

const measureGroup = 'Measures:';
const defaultRows = 512;

const measureOptions: readonly CliOption[] = [
  {
    name: 'rows',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: String(defaultRows),
    help: 'largest number of training rows, sampled at random',
  },
  {
    name: 'batch-size',
    short: 'b',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: 'batch size of the run',
    help: 'm of m-sharpness',
  },
  {
    name: 'radius',
    kind: 'number',
    placeholder: 'X',
    group: measureGroup,
    default: String(defaultSharpnessOptions.radius),
    help: 'radius of the ball around the weights (2-norm)',
  },
  {
    name: 'ascent-steps',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: String(defaultSharpnessOptions.ascentSteps),
    help: 'gradient ascent steps in the ball',
  },
  {
    name: 'eigenvalues',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: String(defaultSharpnessOptions.eigenvalues),
    help: 'number of largest Hessian eigenvalues, 0 for none',
  },
  {
    name: 'iterations',
    path: 'sharpness.iterations',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: String(defaultSharpnessOptions.iterations),
    help: 'largest number of Hessian-vector products for the eigenvalues',
  },
  {
    name: 'trace-draws',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: String(defaultSharpnessOptions.traceDraws),
    help: 'Hessian-vector products for the trace, 0 for none',
  },
  {
    name: 'hessian',
    kind: 'text',
    placeholder: 'HOW',
    choices: hessianMethods,
    group: measureGroup,
    default: 'exact',
    help: 'Hessian-vector products by double differentiation, or by central differences of gradients',
  },
  {
    name: 'seed',
    kind: 'integer',
    placeholder: 'N',
    group: measureGroup,
    default: '0',
    help: 'random seed of rows and directions',
  },
];

export const sharpness: CommandDefinition = {
  name: 'sharpness',
  summary: 'measure the sharpness of the minimum a run has found',
  description:
    'Measures the training loss around the weights of trained runs, without dropout: largest eigenvalues and trace of its Hessian, its rise in a ball (epsilon- and m-sharpness), the norm of its gradient. Several runs are measured on the same rows and put side by side. The runs are only read.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: [...runOptions, ...measureOptions, ...resultOptions, ...machineOptions],
  examples: [
    { command: 'graphsam sharpness runs/first', says: 'writes runs/first-analysis/sharpness.json' },
    {
      command: 'graphsam sharpness runs/esol-adam runs/esol-sam runs/esol-graphsam -o esol-sharpness',
      says: 'three runs compared on the same rows',
    },
    {
      command: 'graphsam sharpness runs/first --eigenvalues 1 --trace-draws 0 --rows 128',
      says: 'fewer measurements, much faster',
    },
  ],
  async run(input, output) {
    const { given } = input;
    const runs = namedRuns(input, 'sharpness');
    const options = measuresFrom(given);
    const folder = outputFolder(input, runs);
    refuseUnwantedResult(folder, sharpnessFileName, given);
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const { sharpnessOfRuns } = await import('../analysis/index.node.ts');
    const { writeWhole } = await import('../platform/index.node.ts');
    const rows = checkedNumber(given, 'rows', defaultRows, { atLeast: 1 });
    const batchSize =
      given['batch-size'] === undefined ? undefined : checkedNumber(given, 'batch-size', 1, { atLeast: 1 });
    const job = { runs, open: openingOptions(given), options, rows, batchSize };
    const file = await interruptible(output, 'nothing is written', (signal) =>
      sharpnessOfRuns(job, {
        signal,
        onEvent: (event) => {
          if (event.kind === 'warning') output.warn(event.message);
          else if (event.kind === 'progress') {
            const label = `${runs.length > 1 ? `run ${event.run + 1}/${runs.length} ` : ''}${event.stage}`;
            output.progress({ label, share: event.share, secondsLeft: event.secondsLeft });
          } else {
            const text = `${event.name}: ${plural(event.rows, 'training row')} in batches of ${event.batchSize}`;
            output.say(text, { ...event });
          }
        },
      }),
    );
    output.clearProgress();
    const path = join(folder, sharpnessFileName);
    await writeWhole(path, `${JSON.stringify(file, null, 2)}\n`);
    output.result(`${sharpnessText(file)}\n\nWritten to ${path}.`, { ...file, kind: 'result', output: path });
    return 0;
  },
};

function sharpnessText(file: SharpnessFile): string {
  const { header, rows } = sharpnessTable(file);
  return [formatTable(header, rows), '', ...sharpnessRemarks(file)].join('\n');
}

function measuresFrom(given: GivenOptions): SharpnessOptions {
  const defaults = defaultSharpnessOptions;
  const traceDraws = checkedNumber(given, 'trace-draws', defaults.traceDraws);
  if (traceDraws === 1) {
    throw new ConfigError({
      code: 'wrong-value',
      what: 'one draw has no standard error',
      where: '--trace-draws',
      advice: 'Take at least 2, or 0.',
    });
  }
  return {
    eigenvalues: checkedNumber(given, 'eigenvalues', defaults.eigenvalues),
    iterations: checkedNumber(given, 'iterations', defaults.iterations, { atLeast: 1 }),
    traceDraws,
    radius: checkedNumber(given, 'radius', defaults.radius, { above: 0 }),
    ascentSteps: checkedNumber(given, 'ascent-steps', defaults.ascentSteps, { atLeast: 1 }),
    hessian: (given.hessian as SharpnessOptions['hessian'] | undefined) ?? defaults.hessian,
    seed: checkedNumber(given, 'seed', defaults.seed),
  };
}
