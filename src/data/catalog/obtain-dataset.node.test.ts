import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DataError, MachineError } from '../../base/errors.ts';
import { checkContent, contentHash } from './check-content.ts';
import { datasetEntry, datasets, type PublishedDataset } from './entries.ts';
import { cacheFolder, findDataset, type ObtainOptions, obtainDataset } from './obtain-dataset.node.ts';

/** bace has no SHA-256 on record, so a made table of its columns and rows passes for it. */
const bace = `mol,CID,Class,Model,pIC50\r\n${Array.from({ length: 1513 }, (_, row) => `C,B${row},${row % 2},Train,7`).join('\r\n')}\r\n`;
const esol = `smiles,logSolubility\n${Array.from({ length: 1128 }, () => 'C,-1').join('\n')}\n`;
const files: Record<string, Buffer> = { '/bace.csv': Buffer.from(bace), '/delaney-processed.csv': gzipSync(esol) };

let requests = 0;
const server = createServer((request, response) => {
  requests++;
  const content = files[request.url!];
  if (request.url === '/Lipophilicity.csv') return;
  response.writeHead(content ? 200 : 404).end(content);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** A port that was free a moment ago: nobody answers there. */
const closed = createServer().listen(0, '127.0.0.1');
await new Promise((resolve) => closed.once('listening', resolve));
const closedUrl = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
await new Promise((resolve) => closed.close(resolve));

const root = await mkdtemp(join(tmpdir(), 'graphsam-catalog-'));
let options: ObtainOptions;
let folders = 0;
beforeEach(() => {
  requests = 0;
  options = { baseUrl, cacheDir: join(root, `cache${folders++}`), dataDir: join(root, 'none') };
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(root, { recursive: true });
});

test('a data set is downloaded once into the cache folder and found there afterwards', async () => {
  const first = await obtainDataset('bace', options);
  assert.equal(first.path, join(options.cacheDir!, 'bace.csv'));
  assert.match(first.notes[0]!, /bace was downloaded from/);
  assert.equal(await readFile(first.path, 'utf8'), bace);
  assert.deepEqual(await readdir(options.cacheDir!), ['bace.csv'], 'nothing half-written stays behind');
  const second = await obtainDataset('bace', options);
  assert.deepEqual([second.path, second.notes, requests], [first.path, [], 1]);
});

test('a download that is not the published file stops, keeps nothing, and can be used knowingly', async () => {
  await assert.rejects(obtainDataset('esol', options), (error: unknown) => {
    assert.ok(error instanceof DataError);
    assert.match(error.message, /not the esol table as published: its SHA-256 is [0-9a-f]{64}.*`data.allowChanged`/);
    return true;
  });
  await assert.rejects(readdir(options.cacheDir!), { code: 'ENOENT' });
  const { notes } = await obtainDataset('esol', { ...options, allowChanged: true });
  assert.match(notes.join(' '), /is not the published file: its SHA-256/);
  await assert.rejects(
    obtainDataset('esol', options),
    { code: 'dataset-changed', path: ['data', 'allowChanged'], where: /delaney-processed\.csv$/ },
    'a changed file in the cache is noticed',
  );
});

test('a table with other columns or another number of rows is not taken for the data set', async () => {
  files['/BBBP.csv'] = Buffer.from('smiles,y\nC,1\n');
  await assert.rejects(obtainDataset('bbbp', { ...options, allowChanged: true }), {
    code: 'dataset-changed',
    where: /BBBP\.csv$/,
    what: /smiles, y/,
  });
  files['/BBBP.csv'] = Buffer.from('num,name,p_np,smiles\n1,a,1,C\n');
  await assert.rejects(obtainDataset('bbbp', options), {
    code: 'dataset-changed',
    path: ['data', 'allowChanged'],
    where: /BBBP\.csv$/,
    what: /\b1\b.*\b2050\b/,
  });
});

test('without network one message names the address, the file and the folder', async () => {
  for (const [name, base, reason] of [
    ['bace', closedUrl, /ECONNREFUSED/],
    ['tox21', baseUrl, /the server answered 404/],
    ['lipophilicity', baseUrl, /timeout|aborted/],
  ] as const) {
    await assert.rejects(obtainDataset(name, { ...options, baseUrl: base, timeoutMs: 300 }), (error: unknown) => {
      const { file } = datasetEntry(name) as PublishedDataset;
      assert.ok(error instanceof MachineError);
      assert.match(error.message, reason);
      for (const part of [base + file, `Put ${file} into ${options.cacheDir}`, '`data.folder` or GRAPHSAM_DATA_DIR']) {
        assert.ok(error.message.includes(part), `${part} in ${error.message}`);
      }
      return true;
    });
  }
});

test('a local folder is used first, with published or cleaned copies, packed or not', async () => {
  const dataDir = join(root, 'own');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'esol.csv'), esol);
  await writeFile(join(dataDir, 'bace.csv.gz'), gzipSync(bace));
  const own = await obtainDataset('esol', { ...options, dataDir });
  assert.equal(own.path, join(dataDir, 'esol.csv'));
  assert.match(own.notes[0]!, /which is not the published file/);
  assert.match((await obtainDataset('bace', { ...options, dataDir })).notes[0]!, /as published/);
  assert.equal(requests, 0);
  await writeFile(join(dataDir, 'bbbp.csv'), 'smiles,y\nC,1\n');
  await assert.rejects(obtainDataset('bbbp', { ...options, dataDir }), {
    code: 'dataset-changed',
    where: /bbbp\.csv$/,
  });
});

test('the table inside the package needs no folder and no network', async () => {
  const { path, notes } = await obtainDataset('medicines', { ...options, baseUrl: closedUrl });
  assert.match(path, /assets.medicines\.csv$/);
  assert.deepEqual(notes, ['medicines is the table inside the package.']);
});

test('what is not on this machine is not found, and an unknown name lists the known ones', async () => {
  assert.equal(await findDataset(datasetEntry('tox21'), options), undefined);
  assert.throws(() => datasetEntry('bbpp'), {
    code: 'unknown-name',
    what: /"bbpp"/,
    advice: /bbbp\?.*medicines, bbbp/,
  });
});

test('the cache folder follows XDG_CACHE_HOME', () => {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = '/somewhere';
  assert.equal(cacheFolder(), join('/somewhere', 'graphsam', 'datasets'));
  if (before === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = before;
});

test('a content hash does not depend on the line ends', async () => {
  const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
  assert.equal(await contentHash(encoded('a\r\nb\r\n')), await contentHash(encoded('a\nb\n')));
  assert.notEqual(await contentHash(encoded('a\rb')), await contentHash(encoded('a\nb')));
});

test('a damaged archive is no table', async () => {
  const entry = datasets.find(({ name }) => name === 'bace') as PublishedDataset;
  await assert.rejects(checkContent(entry, gzipSync(bace).subarray(0, 500), 'bace.csv.gz'), {
    code: 'table-unreadable',
    where: 'bace.csv.gz',
  });
});
