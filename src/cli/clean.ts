/** `graphsam clean`: run folders without what only resuming needs. */
import { formatBytes, plural } from '../base/index.ts';
import { dropCheckpoints } from '../runs/index.node.ts';
import { namedRuns } from './analysis-options.ts';
import type { CommandDefinition } from './command.ts';

export const clean: CommandDefinition = {
  name: 'clean',
  summary: 'delete the checkpoints of finished trainings',
  description:
    'Deletes checkpoint.safetensors of finished trainings, most of what a run folder weighs. Prediction, evaluation and reports do not need it; sharpness, landscape and --init-from do. Runs that are not finished, and pre-trainings, are refused, and then nothing is deleted.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train; of a run with several folds, all of them' }],
  options: [],
  examples: [
    { command: 'graphsam clean runs/first', says: 'one run' },
    { command: 'graphsam clean runs/*', says: 'all of them' },
  ],
  async run(input, output) {
    const dropped = await dropCheckpoints(namedRuns(input, 'clean'));
    const bytes = dropped.reduce((sum, run) => sum + run.bytes, 0);
    const count = dropped.filter((run) => run.bytes > 0).length;
    const lines = dropped.map((run) => `${run.folder}: ${run.bytes > 0 ? formatBytes(run.bytes) : 'no checkpoint'}`);
    output.result([...lines, `Deleted: ${plural(count, 'checkpoint')}, ${formatBytes(bytes)}`].join('\n'), {
      kind: 'result',
      bytes,
      runs: dropped,
    });
    return 0;
  },
};
