/** The built site: what a visitor loads before anything is trained, as a static host packs it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'vite';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { chosenFiles, siteFiles } from './site-files.ts';

const allowedBytes = 9e6;
const readyModels = JSON.parse(readFileSync(join(packageRoot(), 'web/models/models.json'), 'utf8')) as unknown[];

test('all files of the site that no choice is needed for take less than 9 MB packed, and none names an address elsewhere as a source', async () => {
  const web = join(packageRoot(), 'web');
  const outDir = await mkdtemp(join(tmpdir(), 'graphsam-site-'));
  try {
    await build({ root: web, configFile: join(web, 'vite.config.ts'), logLevel: 'error', build: { outDir } });
    const names = await readdir(outDir, { recursive: true });
    const { packedBytes, chosen } = siteFiles(outDir);
    assert.ok(packedBytes < allowedBytes, `${packedBytes} bytes`);
    // The build with WebGPU, the pre-trained encoder, what reads InChI and the ready models, and nothing else, are loaded and kept by choice only.
    const models = chosen.filter((name) => name.endsWith('.onnx'));
    const others = chosen.filter((name) => !models.includes(name)).sort();
    assert.equal(others.length, chosenFiles.length, others.join());
    for (const [index, name] of others.entries()) assert.match(name, chosenFiles[index]!);
    assert.equal(models.length, readyModels.length, models.join());
    for (const name of models) assert.ok((await stat(join(outDir, name))).size < 1e6, name);
    // Both parts of WebAssembly are files of the site.
    for (const part of [/RDKit_minimal-.*\.wasm$/, /ort-wasm-simd-threaded-.*\.wasm$/]) {
      assert.equal(names.filter((name) => part.test(name)).length, 1, String(part));
    }
    const html = await readFile(join(outDir, 'index.html'), 'utf8');
    // The licenses of what the page, its workers and the predictor for colleagues contain.
    assert.match(html, /href="\.\/licenses\.txt"/);
    const licenses = await readFile(join(outDir, 'licenses.txt'), 'utf8');
    for (const name of ['@rdkit/rdkit', 'indigo-ketcher', 'onnxruntime-web', 'openchemlib', 'preact', 'uplot', 'zod']) {
      assert.match(licenses, new RegExp(`^${name} \\d.* \\(.+\\)\n\n.*\\S`, 'm'), name);
    }
    // Links that a reader may follow are no requests of the page.
    assert.doesNotMatch(html, /<(?!a\b)[^>]*\s(?:src|href)="(?:https?:)?\/\//);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
});
