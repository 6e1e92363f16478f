/** The weights inside a model file that encode.ts wrote, by name. */
import { PbfReader } from 'pbf';

/** Only of float32 arrays. Reads nothing else; readMetadata checks that the file is whole. */
export function readWeights(bytes: Uint8Array): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  eachField(new PbfReader(bytes), 7, (graph) => {
    eachField(new PbfReader(graph), 5, (tensor) => {
      const found = readTensor(new PbfReader(tensor));
      if (found) weights.set(...found);
    });
  });
  return weights;
}

const float32 = 1;

function readTensor(reader: PbfReader): [string, Float32Array] | undefined {
  let [name, type, raw] = ['', 0, new Uint8Array()];
  reader.readFields((field) => {
    if (field === 2) type = reader.readVarint();
    else if (field === 8) name = reader.readString();
    // A copy: numbers have to begin at a multiple of 4 bytes, and slices of a Buffer are none.
    else if (field === 9) raw = new Uint8Array(reader.readBytes());
  }, undefined);
  return type === float32 ? [name, new Float32Array(raw.buffer)] : undefined;
}

function eachField(reader: PbfReader, wanted: number, use: (bytes: Uint8Array) => void): void {
  reader.readFields((field) => {
    if (field === wanted) use(reader.readBytes());
  }, undefined);
}
