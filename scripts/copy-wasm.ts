/** Before npm pack: what the package takes from onnxruntime-web. */
import { copyWasm } from './shared/copy-wasm.ts';

copyWasm();
