/**
 * The part of onnxruntime-web that Node needs, inside the package: 14 MB instead of the 139 MB of the whole, which holds builds for browsers
 * and their maps (src/runtime/onnxruntime.node.ts loads it; decision 2).
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/index.node.ts';

const files = ['ort.node.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Copies it into dist/onnxruntime-web, beside what is compiled. */
export function copyWasm(): void {
  const from = join(packageRoot(), 'node_modules', 'onnxruntime-web', 'dist');
  const to = join(packageRoot(), 'dist', 'onnxruntime-web');
  mkdirSync(to, { recursive: true });
  for (const file of files) cpSync(join(from, file), join(to, file));
}
