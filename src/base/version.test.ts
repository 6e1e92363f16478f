import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../platform/package-root.node.ts';
import { version } from './version.ts';

test('the version in the library is that of the package', () => {
  assert.equal(version, JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version);
});
