/** Reading what a model file says about itself without loading the network, and saying what a file is that is no model. */
import { CheckpointError } from '../base/errors.ts';
import { readMetadata } from '../tensor/index.ts';
import { decodeModelMetadata, type ModelMetadata } from './model-metadata.ts';

/**
 * Description of a model.onnx. where: the file's name. Throws CheckpointError, saying what it is, for a file that is no ONNX
 * model, is cut off, or was not made by graphsam.
 */
export function readModelMetadata(file: Uint8Array, where: string): ModelMetadata {
  const kind = kindOf(file);
  if (kind) throw new CheckpointError({ what: `this is ${kind.is}, not an ONNX model`, where, advice: kind.advice });
  return decodeModelMetadata(metadataOf(file, where), where);
}

function metadataOf(file: Uint8Array, where: string): Record<string, string> {
  try {
    return readMetadata(file);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { what, advice } = error;
    throw new CheckpointError({ what, where, cause: error, ...(advice !== undefined && { advice }) });
  }
}

interface FileKind {
  readonly is: string;
  readonly advice: string;
}

const train = 'Give the model.onnx of a run of graphsam train.';
const torch = 'Models of PyTorch cannot be read: train one with graphsam train.';

/** An ONNX file begins with its first field, the version of the format. */
const onnxStart = 8;

/** What a file that is certainly no ONNX model seems to be, from its first bytes. */
function kindOf(file: Uint8Array): FileKind | undefined {
  if (file.length === 0) return { is: 'an empty file', advice: 'Copy it again.' };
  const starts = (...bytes: number[]): boolean => bytes.every((byte, index) => file[index] === byte);
  if (starts(0x50, 0x4b, 3, 4))
    return { is: 'a zip archive, as PyTorch writes its .pt and .ckpt files', advice: torch };
  if (starts(0x80) && file[1]! <= 5) return { is: 'a pickle of Python, as older PyTorch writes', advice: torch };
  if (starts(0x89, 0x48, 0x44, 0x46)) return { is: 'an HDF5 file, as Keras writes', advice: train };
  if (starts(0x1f, 0x8b)) return { is: 'a gzip archive', advice: 'Unpack it first.' };
  if (file[8] === 0x7b && [4, 5, 6, 7].every((place) => file[place] === 0)) {
    return { is: 'a safetensors file', advice: 'Give the model.onnx beside it.' };
  }
  const isText = file.subarray(0, 64).every((byte) => (byte >= 32 && byte < 127) || [9, 10, 13].includes(byte));
  return isText && file[0] !== onnxStart ? { is: 'a text file', advice: train } : undefined;
}
