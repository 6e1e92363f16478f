/**
 * npm run encoder:pack -- RUN
 *
 * Makes the encoder of the package, assets/encoder.safetensors, from the folder of a finished pre-training (recipes/encoder), of which
 * run.json and checkpoint.safetensors are enough.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataError } from '../src/base/errors.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { readRun } from '../src/runs/index.node.ts';
import { encoderAsset, readInitialSource, writeEncoder } from '../src/training/index.node.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder = 'encoder/run'] = positionals;
  const run = await readRun(folder);
  if (run.kind !== 'pretraining' || !run.result)
    throw new DataError({ code: 'other-kind-of-run', what: 'this is no finished pre-training', where: folder });
  const { name, settings } = run.model;
  const [toolkit = '', toolkitVersion = ''] = (run.toolkit ?? '').split(' ');
  const facts = {
    ...{ model: name, settings, molecules: run.data.training, epochs: run.result.epochs },
    corpus: Object.values(run.data.checksums),
    validationLoss: run.result.validation!.loss!.mean!,
    version: run.graphsam,
    toolkit: { name: toolkit, version: toolkitVersion },
  };
  const bytes = writeEncoder(await readInitialSource(folder), facts);
  await writeFile(join(packageRoot(), encoderAsset), bytes);
  console.log(`${encoderAsset}: ${bytes.length} bytes, ${JSON.stringify({ ...facts, settings: undefined })}`);
});
