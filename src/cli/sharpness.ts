/** `graphsam sharpness`: curvature of the loss at the weights of trained runs, one or side by side. */
import { join } from 'node:path';
import {
  type SharpnessFile,
  sharpnessFileName,
  sharpnessRemarks,
  sharpnessSettingsSchema,
  sharpnessTable,
} from '../analysis/index.ts';
import { plural } from '../base/index.ts';
import { namedRuns, openingOptions, outputFolder, refuseUnwantedResult } from './analysis-options.ts';
import type { CommandDefinition } from './command.ts';
import { formatTable } from './format.ts';
import { interruptible } from './interrupt.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings('sharpness', sharpnessSettingsSchema);

export const sharpness: CommandDefinition = {
  name: 'sharpness',
  summary: 'measure the sharpness of the minimum a run has found',
  description:
    'Measures the training loss around the weights of trained runs, without dropout: largest eigenvalues and trace of its Hessian, its rise in a ball (epsilon- and m-sharpness), the norm of its gradient. Several runs are measured on the same rows and put side by side. The runs are only read.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: settings.options,
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
    const runs = namedRuns(input, 'sharpness');
    const asked = settings.read(input.given);
    const { rows, batchSize, ...options } = asked.sharpness;
    const folder = outputFolder(asked.run.folder, runs);
    refuseUnwantedResult(folder, sharpnessFileName, asked.run.overwrite);
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const { sharpnessOfRuns } = await import('../analysis/index.node.ts');
    const { writeWhole } = await import('../platform/index.node.ts');
    const job = { runs, open: openingOptions(asked), options, rows, batchSize };
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
