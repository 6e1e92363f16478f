/** The package as it is installed: what README says of it works as it is written there, and its documents link to what is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { after, test } from 'node:test';
import { linksOf } from '../../scripts/documents.ts';
import { packageRoot } from '../../src/platform/index.node.ts';
import { regressionTable, table, tiny } from '../cli/small-tables.ts';
import { installPackage, sharedPackage } from './installed.ts';

const project = await installPackage({ without: ['onnxruntime-node'] });
after(() => project.remove());
project.write({ 'solubility.csv': regressionTable(), 'new-molecules.csv': table('smiles', ['CCO', 'CCN']) });

const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
/** Commands of the README's blocks, without their remarks. */
const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
  block!.split('\n').map((line) => line.replace(/ +#.*$/, '')),
);
const registry = process.env.GRAPHSAM_TEST_INSTALL
  ? false
  : 'it downloads 300 MB from the npm registry (set GRAPHSAM_TEST_INSTALL=1)';

test('every relative link of a shipped document leads to something that is shipped', () => {
  const names = readdirSync(project.installed, { recursive: true, encoding: 'utf8' });
  const shipped = names.map((name) => name.split(sep).join('/'));
  const documents = shipped.filter((path) => path.endsWith('.md'));
  assert.ok(documents.includes('README.md') && documents.includes('docs/architecture.md'));
  const dead = documents.flatMap((path) => {
    const links = linksOf({ path, text: readFileSync(join(project.installed, path), 'utf8') });
    return links
      .filter(({ target, inRepository }) => !inRepository && target !== '' && !shipped.includes(target))
      .map(({ target }) => `${path}: ${target}`);
  });
  assert.deepEqual(dead, []);
});

test("README's commands train and predict; without the native package on WebAssembly, and it is said how to repair that", async () => {
  const [train, predict] = commands.flatMap((command) => {
    const [, words] = /^npx graphsam (.*)$/.exec(command) ?? [];
    return words === undefined ? [] : [words.split(' ')];
  });
  const trained = await project.graphsam([...train!, ...tiny]);
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /Runtime: onnxruntime-web [\d.]+, WebAssembly/);
  const repair = /onnxruntime-node does not load \(.*twice as long.*npm install --ignore-scripts onnxruntime-node@/;
  const predicted = await project.graphsam([...predict!, '--threads', '1']);
  assert.equal(predicted.code, 0, predicted.stderr);
  assert.match(predicted.stderr, repair);
  assert.equal(project.read('new-molecules_preds.csv').trimEnd().split('\n').length, 3);
});

test('the commands in a clone are those of the installed package, run by npm', () => {
  const { scripts } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const words = (start: string): string[] =>
    commands.filter((command) => command.startsWith(start)).map((command) => command.slice(start.length));
  assert.deepEqual(words('npm run graphsam -- '), words('npx graphsam '));
  assert.match(scripts.graphsam, /dist\/src\/cli\/main\.js$/);
});

test('npm installs what npm pack made into an empty folder, and it trains and predicts there', {
  skip: registry,
}, async () => {
  const packed = await sharedPackage();
  const { tarball } = packed;
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-install-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    writeFileSync(join(folder, 'solubility.csv'), regressionTable());
    writeFileSync(join(folder, 'new-molecules.csv'), table('smiles', ['CCO', 'CCN']));
    for (const command of commands.filter((each) => /^npm install --ignore-scripts |^npx graphsam /.test(each))) {
      const line = command.replace(/\S+\.tgz/, `"${tarball}"`) + (/ train /.test(command) ? ` ${tiny.join(' ')}` : '');
      const { status, stderr } = spawnSync(line, { cwd: folder, shell: true, encoding: 'utf8' });
      assert.equal(status, 0, `${line}: ${stderr}`);
    }
    assert.ok(existsSync(join(folder, 'new-molecules_preds.csv')));
    assert.ok(!existsSync(join(folder, 'node_modules', 'onnxruntime-web')), 'only its part inside the package');
  } finally {
    rmSync(folder, { recursive: true });
    await packed.close();
  }
});
