/**
 * The module `virtual:predictor-script`: the text of one script, with the JavaScript of RDKit and ONNX Runtime inside, that predicts
 * in a page without a site around it (web/predictor), and the licenses of what is in it. A build of its own: such a page has no second
 * file to import.
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import { BundledPackages, collectPackages } from './licenses.ts';

const id = 'virtual:predictor-script';
const entry = fileURLToPath(new URL('../predictor/predictor.ts', import.meta.url));

export function predictorScript(plugins: () => Plugin[]): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'graphsam-predictor-script',
    configResolved: (resolved) => {
      config = resolved;
    },
    resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
    load: async (wanted) => {
      if (wanted !== `\0${id}`) return undefined;
      const packages = new BundledPackages();
      const script = await scriptText([...plugins(), collectPackages(packages)], config.build.minify);
      return `export const script = ${JSON.stringify(script)};\nexport const licenses = ${JSON.stringify(packages.text())};`;
    },
  };
}

/**
 * Stands in for the address of the script. On a page from a disk ONNX Runtime resolves that against the page's origin, which in Firefox is
 * "null" and no base of an address: the script would end before it begins. Nothing is asked for at this one: the WebAssembly is given.
 */
const noAddress = 'https://predictor.invalid/';

async function scriptText(plugins: Plugin[], minify: ResolvedConfig['build']['minify']): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins,
    build: {
      ...{ write: false, target: 'es2022', modulePreload: false, minify },
      // WebAssembly that a script names is no part of it: the page passes its bytes.
      assetsInlineLimit: 0,
      rolldownOptions: { input: entry, output: { codeSplitting: false }, checks: { pluginTimings: false } },
    },
    // ONNX Runtime's build with the loader of its WebAssembly inside.
    resolve: { conditions: ['module', 'browser', 'production'] },
  });
  const { output } = built as { output: readonly { readonly type: string; readonly code?: string }[] };
  const scripts = output.filter(({ type }) => type === 'chunk');
  if (scripts.length !== 1) throw new Error(`the predictor must be one script, not ${scripts.length}`);
  return scripts[0]!.code!.replaceAll('import.meta.url', JSON.stringify(noAddress));
}
