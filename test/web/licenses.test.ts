/** The license texts that the build of the page collects. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BundledPackages } from '../../web/build/licenses.ts';

test('every package that has code in a bundle is there once with its license text, and one without a text is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-licenses-'));
  try {
    const modules = join(folder, 'node_modules');
    for (const name of ['@scope/first', 'second']) {
      await mkdir(join(modules, name), { recursive: true });
      const description = { version: '1.2.3', license: 'ISC' };
      await writeFile(join(modules, name, 'package.json'), JSON.stringify(description));
    }
    await writeFile(join(modules, '@scope/first/LICENSE.md'), 'Use it as you like.\n');
    const packages = new BundledPackages();
    packages.add([join(folder, 'own.js'), '\0virtual', `\0${join(modules, '@scope/first/lib/index.js')}?commonjs`]);
    packages.add([join(modules, '@scope/first/lib/other.js')]);
    assert.equal(packages.text(), '@scope/first 1.2.3 (ISC)\n\nUse it as you like.\n');
    packages.add([join(modules, 'second/index.js')]);
    assert.throws(() => packages.text(), /second is in the site and has no license text/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
