/**
 * Adds the service worker to the built site, with the list of the site's files inside: with it the page opens without a network.
 * The name of the store is a hash of that list; names of built files hold a hash of their content, so a new build is a new store.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('./service-worker.js', import.meta.url));
const still = fileURLToPath(new URL('../public', import.meta.url));

export function serviceWorker(): Plugin {
  return {
    name: 'graphsam-service-worker',
    apply: 'build',
    // After Vite has added index.html to the bundle.
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = ['./', ...readdirSync(still), ...Object.keys(bundle)].sort();
      const page = bundle['index.html'];
      const version = createHash('sha256')
        .update(JSON.stringify(files))
        .update(page?.type === 'asset' ? page.source : '')
        .digest('hex')
        .slice(0, 16);
      const head = `const version = ${JSON.stringify(version)};\nconst files = ${JSON.stringify(files)};\n`;
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: head + readFileSync(source, 'utf8'),
      });
    },
  };
}
