/** Reads what a model file says of itself, and what else stands beside that. */
import { CheckpointError, setting } from '../base/index.ts';
import { pluginRecordsSchema, requirePlugins } from '../plugins/index.ts';
import { readMetadata } from '../tensor/index.ts';
import { cardSchema, checksumKey, checksumOf, type ModelCard, metadataKey, modelCardFormat } from './model-card.ts';
import { hasFormerPadding, upgradedCard } from './model-card-migration.ts';

/** Reads the card of a model file. where: its path. Throws CheckpointError for files that are not ours, newer or damaged. */
export function readModelCard(bytes: Uint8Array, where: string): ModelCard {
  const { [metadataKey]: text, [checksumKey]: sum } = metadataOf(bytes, where);
  if (text === undefined) {
    throw new CheckpointError({
      code: 'not-a-model',
      what: 'an ONNX model that graphsam did not write',
      where,
      advice: 'Give the model.onnx of a run folder.',
    });
  }
  const parsed = parseOrUndefined(text);
  const format = (parsed as { format?: unknown } | null | undefined)?.format;
  if (typeof format === 'number' && format > modelCardFormat) {
    const { version } = parsed as { version: string };
    throw new CheckpointError({
      code: 'newer-format',
      what: `written by graphsam ${version} in format ${format}, this one reads up to ${modelCardFormat}`,
      where,
      advice: 'Update graphsam: npm install graphsam@latest.',
    });
  }
  if (sum !== undefined && sum !== checksumOf(text)) throw damagedCard('its checksum differs', where);
  // Before the rest is checked: what a task or a model may be depends on them.
  const needed = pluginRecordsSchema.safeParse((parsed as { plugins?: unknown } | null | undefined)?.plugins);
  requirePlugins(needed.data, where);
  if (hasFormerPadding(parsed, format)) {
    const padding = setting('model.settings.readoutPadding', 'maxAtoms');
    const what = `trained with ${padding} by an earlier graphsam, whose inputs this one does not make`;
    const advice = 'Train it again: the settings are in the run.json beside it.';
    throw new CheckpointError({ code: 'former-padding', what, where, advice });
  }
  const checked = cardSchema.safeParse(upgradedCard(parsed, format));
  if (checked.success) return checked.data;
  const problem = checked.error.issues[0]!;
  throw damagedCard(`${problem.path.join('.')}: ${problem.message}`, where);
}

function damagedCard(why: string, where: string): CheckpointError {
  const advice = 'Copy the model again, or train it again.';
  return new CheckpointError({ code: 'model-damaged', what: `its description is damaged (${why})`, where, advice });
}

/** What else stands beside the card of a model file, by key: a file that is made from it keeps that. */
export function foreignMetadata(bytes: Uint8Array): Record<string, string> {
  const { [metadataKey]: _card, [checksumKey]: _sum, ...others } = readMetadata(bytes);
  return others;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metadataOf(bytes: Uint8Array, where: string): Record<string, string> {
  const other = kindOfOther(bytes);
  if (other)
    throw new CheckpointError({
      code: 'not-a-model',
      what: `${other}, not a model of graphsam`,
      where,
      advice: 'Give a model.onnx file.',
    });
  try {
    return readMetadata(bytes);
  } catch (cause) {
    throw new CheckpointError({
      code: cause instanceof CheckpointError ? cause.code : 'not-a-model',
      what: cause instanceof CheckpointError ? cause.what : 'not an ONNX model, or truncated',
      where,
      advice: 'Copy it again, or give the model.onnx of a run folder.',
      cause,
    });
  }
}

/** What else users take for a model file, by its first bytes. */
function kindOfOther(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 16));
  if (bytes.length === 0) return 'an empty file';
  if (head.startsWith('PK')) return 'a PyTorch or zip file (.pt, .ckpt)';
  if (head.startsWith('\x80\x02')) return 'a Python pickle (.pt, .ckpt, .pkl)';
  if (head.slice(8, 9) === '{') return 'a safetensors file';
  if (/^[\s\x20-\x7e]+$/.test(head)) return 'a text file';
  return undefined;
}
