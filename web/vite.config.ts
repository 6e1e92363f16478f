/**
 * How the page is built: a folder of files that any static host serves under any path (`base: './'`), with its workers as ES
 * modules and the WebAssembly of RDKit and ONNX Runtime as files of the site.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { BundledPackages, collectPackages, siteLicenses } from './build/licenses.ts';
import { predictorScript } from './build/predictor-script.ts';
import { serviceWorker } from './build/service-worker-plugin.ts';

/** RDKit's script has branches for Node, which no page enters: what they ask for is nothing here. */
const withoutNode = (): Plugin => ({
  name: 'without-node',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('node:') ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default {}' : undefined),
});
const checks = { pluginTimings: false };
const predictor = predictorScript(() => [withoutNode()]);
const packages = new BundledPackages();

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [withoutNode(), predictor, siteLicenses(packages), serviceWorker()],
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Files of the site, never texts inside its scripts: a policy that forbids data addresses does not break the page.
    assetsInlineLimit: 0,
    rolldownOptions: { checks },
  },
  // The library and the example lie beside this folder.
  server: { fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] } },
  worker: {
    format: 'es',
    plugins: () => [withoutNode(), predictor, collectPackages(packages)],
    rolldownOptions: { checks },
  },
  // ONNX Runtime's plain build, without its WebAssembly inside the script.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'] },
  optimizeDeps: { exclude: ['onnxruntime-web', 'indigo-ketcher'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
