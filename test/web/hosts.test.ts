/** The files for static hosts send the headers under which the page is tested with threads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { isolation } from './serve-folder.ts';

const read = (name: string): string => readFileSync(join(packageRoot(), 'web/hosts', name), 'utf8');

test('Netlify and Cloudflare Pages isolate every page of the site', () => {
  const [pattern, ...lines] = read('_headers')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  assert.equal(pattern, '/*');
  assert.deepEqual(
    lines.map((line) => line.trim().split(': ')),
    Object.entries(isolation),
  );
});

test('Vercel isolates every page of the site', () => {
  const { headers } = JSON.parse(read('vercel.json'));
  assert.equal(headers.length, 1);
  assert.equal(headers[0].source, '/(.*)');
  assert.deepEqual(
    headers[0].headers.map(({ key, value }: { key: string; value: string }) => [key, value]),
    Object.entries(isolation),
  );
});

test('nginx isolates the site, errors included', () => {
  const directives = [...read('nginx.conf').matchAll(/^add_header (\S+) (\S+) always;$/gm)];
  assert.deepEqual(
    directives.map(([, name, value]) => [name, value]),
    Object.entries(isolation),
  );
});
