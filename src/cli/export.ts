/** `graphsam export`: a trained model as one file to hand on, with a card that says what it is. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/index.ts';
import { described } from '../config/index.ts';
import { overwriteSetting, type RunFile } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { commandSettings } from './setting-options.ts';

const group = 'Export:';

const settings = commandSettings(
  'export',
  z.strictObject({
    run: z
      .strictObject({
        output: described(z.string().optional(), {
          group,
          help: 'folder for the two files',
          option: 'output-dir',
          short: 'o',
          placeholder: 'FOLDER',
          otherwise: 'RUN-export',
        }),
        overwrite: overwriteSetting(group, 'replace existing files'),
      })
      .prefault({}),
  }),
);

export const exportModel: CommandDefinition = {
  name: 'export',
  summary: 'copy a trained model with a card that describes it',
  description: 'Writes model.onnx, which contains all that prediction needs, and MODEL_CARD.md.',
  arguments: [{ syntax: '<RUN>', help: 'run folder of graphsam train, or its model.onnx' }],
  options: settings.options,
  examples: [
    { command: 'graphsam export runs/solubility -o model', says: 'writes model/model.onnx and model/MODEL_CARD.md' },
    {
      command: 'graphsam export runs/solubility -o models/solubility/2',
      says: 'a version that graphsam serve --models models loads',
    },
  ],
  async run({ positional, given }, output) {
    const asked = settings.read(given).run;
    const { readModelFile } = await import('../predict/index.node.ts');
    const { modelCardText } = await import('../runs/index.ts');
    const { writeWhole } = await import('../platform/index.node.ts');
    const [run] = positional;
    const { bytes, path } = await readModelFile(run!);
    const folder = asked.output ?? `${run!.replace(/[\\/]+$|\.onnx$/g, '')}-export`;
    const files = { card: join(folder, 'MODEL_CARD.md'), model: join(folder, 'model.onnx') };
    if (!asked.overwrite) await refuseExisting(Object.values(files));
    await writeWhole(files.card, modelCardText(bytes, path, await runBeside(path)));
    // Last: a service that follows the folder loads it as soon as it is there.
    await writeWhole(files.model, bytes);
    output.result(`${files.model} and ${files.card}`, { kind: 'result', ...files });
    return 0;
  },
};

/** What is stored of the training of a model in its run folder. */
async function runBeside(model: string): Promise<RunFile | undefined> {
  const { readRun } = await import('../runs/index.node.ts');
  const { runFiles } = await import('../runs/index.ts');
  const folder = dirname(model);
  const isThere = await stat(join(folder, runFiles.run)).catch(() => undefined);
  return isThere && readRun(folder);
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const exists = await stat(path).catch(() => undefined);
    if (!exists) continue;
    throw new ConfigError({
      code: 'output-exists',
      what: 'it exists already',
      where: path,
      advice: 'Choose another --output-dir, or replace it with --overwrite.',
    });
  }
}
