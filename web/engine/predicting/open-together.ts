/** The models of several runs as one, with intervals fitted to the validation molecules that they have in common. */
import { joinWithTrust, readModelCard, readTestTable, runFiles, type ValidatedModel } from '../../../src/index.web.ts';
import type { OpenedModel } from '../protocol.ts';
import { openChemistry, openRuntime } from '../site-files.ts';
import type { RunToJoin } from '../storage/run-to-join.ts';
import { type OpenModelInput, openModel } from './opened-models.ts';

export type OpenTogetherInput = Omit<OpenModelInput, 'file'> & { readonly runs: readonly RunToJoin[] };

/** Their prediction is their mean. Throws CheckpointError where they do not read molecules alike. */
export async function openTogether({ runs, ...input }: OpenTogetherInput): Promise<OpenedModel> {
  const models = await Promise.all(runs.map(validatedModel));
  // What a chosen device lacks is said once, when the model is opened.
  const runtime = await openRuntime({ ...input, onWarning: () => {} });
  const reading = { runtime, chemistry: await openChemistry(), threads: input.threads };
  const { file, warnings } = await joinWithTrust(models, reading);
  const content = new Blob([file.bytes as Uint8Array<ArrayBuffer>]);
  const opened = await openModel({ ...input, file: { name: `${runs.length} models together`, content } });
  return { ...opened, warnings: [...warnings, ...opened.warnings] };
}

async function validatedModel({ model, validation, calibration }: RunToJoin): Promise<ValidatedModel> {
  const { name, content } = model;
  const bytes = new Uint8Array(await content.arrayBuffer());
  const card = readModelCard(bytes, name);
  const where = `${runFiles.validationPredictions} of ${name}`;
  const rows = validation === undefined ? undefined : await readTestTable(validation, card, where);
  return { path: name, parts: [name], bytes, card, validation: rows, calibration };
}
