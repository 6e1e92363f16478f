/**
 * npm run ready-models -- [--data-dir DIR] [--allow-changed] [--runs runs/ready-models]
 *
 * Trains the models that the page offers without a training, by the command line as a user would, and writes them with what was
 * measured into web/models. Run folders that are finished are not trained again. Of the training molecules the files keep
 * fingerprints alone: the page says how similar a molecule is to them, and the tables are not passed on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTrainingMolecules, trainingMetadata } from '../src/applicability/index.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { decodeModel, encodeModel } from '../src/tensor/index.ts';
import { readyFacts, trainArguments } from './ready-models/ready-facts.ts';
import { type ReadyRecipe, readyRecipes } from './ready-models/recipes.ts';
import { reportFailure } from './shared/report-failure.ts';

const commandLine = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const models = join(packageRoot(), 'web/models');

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      'allow-changed': { type: 'boolean', default: false },
      runs: { type: 'string', default: 'runs/ready-models' },
    },
  });
  const where = [
    ...(values['data-dir'] ? ['--data-dir', values['data-dir']] : []),
    ...(values['allow-changed'] ? ['--allow-changed'] : []),
  ];
  await mkdir(models, { recursive: true });
  const facts: unknown[] = [];
  for (const recipe of readyRecipes) {
    const folder = join(values.runs, recipe.name);
    if (!(await isFinished(folder))) train(recipe, [...where, '--output-dir', folder]);
    const bytes = withoutStructures(await readFile(join(folder, 'model.onnx')), folder);
    await writeFile(join(models, `${recipe.name}.onnx`), bytes);
    facts.push(readyFacts(recipe, JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')), bytes.length));
    console.log(
      `${recipe.name}: ${JSON.stringify((facts.at(-1) as { tested: unknown }).tested)}, ${bytes.length} bytes`,
    );
  }
  await writeFile(join(models, 'models.json'), `${JSON.stringify(facts, undefined, 2)}\n`);
});

async function isFinished(folder: string): Promise<boolean> {
  const file = join(folder, 'run.json');
  return existsSync(file) && JSON.parse(await readFile(file, 'utf8')).status === 'finished';
}

function train(recipe: ReadyRecipe, where: readonly string[]): void {
  const args = ['train', ...trainArguments(recipe), ...where, '--no-report', '--overwrite'];
  const { status } = spawnSync(process.execPath, [commandLine, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the training of ${recipe.name} failed`);
}

function withoutStructures(bytes: Uint8Array, where: string): Uint8Array {
  const { graph, metadata } = decodeModel(bytes);
  const training = readTrainingMolecules(bytes, where)!;
  return encodeModel({ graph, metadata: { ...metadata, ...trainingMetadata(training, { withStructures: false }) } });
}
