/** Fills vectors with draws of the standard normal distribution: normals.plain.ts says which, normals.simd.ts makes them fast. */
import { blockLength, type MakeNormals, makeNormalsPlain, roundLength } from './normals.plain.ts';
import { compileNormals } from './normals.simd.ts';
import type { Vector } from './parameter-layout.ts';

let fastest: MakeNormals | undefined;

/** Fills a vector; state: stateWords random numbers, used up. */
export function fillNormals(vector: Vector, state: Int32Array): void {
  fastest ??= compileNormals() ?? makeNormalsPlain;
  fillWith(fastest, vector, state);
}

/** The same without SIMD: the version that the fast one is tested against. */
export function fillNormalsPlain(vector: Vector, state: Int32Array): void {
  fillWith(makeNormalsPlain, vector, state);
}

function fillWith(make: MakeNormals, vector: Vector, state: Int32Array): void {
  const block = new Float32Array(blockLength);
  for (let start = 0; start < vector.length; start += blockLength) {
    const wanted = Math.min(blockLength, vector.length - start);
    make(state, block, Math.ceil(wanted / roundLength) * roundLength);
    vector.set(wanted === blockLength ? block : block.subarray(0, wanted), start);
  }
}
