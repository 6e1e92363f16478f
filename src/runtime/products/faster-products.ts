/** ONNX Runtime's WebAssembly with our kernel for products of matrices, which most of a training step consists of. */
import { checksum, wasm } from '../../base/index.ts';
import { kernelType, productKernel } from './product-kernel.ts';
import { replaceFunctions } from './replace-functions.ts';

/** The kernels of onnxruntime-web 1.30.0, by the checksums of their code: whether they add to C or write it. */
const known: Readonly<Record<string, { readonly accumulates: boolean }>> = {
  '311cffec': { accumulates: false },
  d7478cdc: { accumulates: true },
};
/** Nothing else is as long, so that no more is summed up. */
const lengths: readonly number[] = [2040, 1922];

/**
 * A copy of the module with both kernels replaced; undefined if they are not the known ones, as in another version of the package. It
 * multiplies and adds in one instruction where the engine can (Chrome and Edge from version 114 on, Node from 22 on); a product is then
 * rounded as the native package rounds it.
 */
export function withFasterProducts(module: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (!isModule(module)) return undefined;
  const fused = canFuse();
  let found = 0;
  const faster = replaceFunctions(module, (body) => {
    const kernel = lengths.includes(body.length) ? known[checksum(body)] : undefined;
    if (!kernel) return undefined;
    found++;
    return wasm.functionCode(productKernel({ ...kernel, fused }));
  });
  return found === lengths.length ? faster : undefined;
}

/** What begins as a module with code does; a page that a host answers instead does not. */
function isModule(bytes: Uint8Array): boolean {
  return wasm.moduleHeader.every((byte, index) => bytes[index] === byte);
}

/** Whether the engine multiplies and adds in one instruction (relaxed SIMD). */
export function canFuse(): boolean {
  const kernel = productKernel({ accumulates: false, fused: true });
  return WebAssembly.validate(wasm.wasmModule({ ...kernelType, ...kernel }));
}
