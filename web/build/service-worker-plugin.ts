/**
 * Adds the service worker to the built site, with the list of the site's files inside: with it the page opens without a network. What a
 * choice loads (the build with WebGPU, more than all the rest) is kept only once it was loaded.
 * The name of the store is a hash of that list; names of built files hold a hash of their content, so a new build is a new store.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('./service-worker.js', import.meta.url));
const still = fileURLToPath(new URL('../public', import.meta.url));

/**
 * ONNX Runtime's build with WebGPU: its WebAssembly, its script, and the library's part that loads it. Ready models and the pre-trained
 * encoder: most readers never use most of them. What reads InChI: its worker and its WebAssembly.
 */
const onChoice =
  /(?:^|\/)(?:ort-wasm-simd-threaded\.asyncify|webgpu-runtime|inchi-worker|indigo-ketcher-norender)-|\.(?:onnx|safetensors)$/;

export function serviceWorker(): Plugin {
  return {
    name: 'graphsam-service-worker',
    apply: 'build',
    // After Vite has added index.html to the bundle.
    enforce: 'post',
    generateBundle(_, bundle) {
      const all = ['./', ...readdirSync(still), ...Object.keys(bundle)].sort();
      const files = all.filter((name) => !onChoice.test(name));
      const chosen = all.filter((name) => onChoice.test(name));
      const page = bundle['index.html'];
      const version = createHash('sha256')
        .update(JSON.stringify(all))
        .update(page?.type === 'asset' ? page.source : '')
        .digest('hex')
        .slice(0, 16);
      const head = Object.entries({ version, files, chosen }).map(
        ([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`,
      );
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: head.join('') + readFileSync(source, 'utf8'),
      });
    },
  };
}
