/**
 * npm run pretraining -- --unlabeled TABLE [--datasets esol,bbbp] [--models grover,compt] [--seeds 0,1,2] [--split scaffold_balanced]
 *   [--pretrain-epochs 30] [--epochs 30] [--threads 1] [--folder runs/pretraining] [--data-dir DIR]
 *
 * What pre-training on an unlabeled table changes: pre-trains each model, then trains it on each data set with Adam, with and without the
 * pre-trained encoder, everything else equal, and prints Markdown tables (also in figures.md of the folder). Every run stays in the
 * folder: a script that was stopped goes on where it was, and finished runs are reused.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/base/errors.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { type Comparison, comparisonTable, pretrainedTable } from './pretraining/figures.ts';
import { overlapOf, structuresOf, testRows } from './pretraining/overlap.ts';
import { type Plan, type PretrainedModel, pretrained, type TrainedRun, trained } from './pretraining/runs.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      unlabeled: { type: 'string' },
      datasets: { type: 'string', default: 'esol,bbbp' },
      models: { type: 'string', default: 'grover,compt' },
      seeds: { type: 'string', default: '0,1,2' },
      split: { type: 'string', default: 'scaffold_balanced' },
      'pretrain-epochs': { type: 'string', default: '30' },
      epochs: { type: 'string', default: '30' },
      threads: { type: 'string', default: '1' },
      folder: { type: 'string', default: 'runs/pretraining' },
      'data-dir': { type: 'string' },
    },
  });
  if (values.unlabeled === undefined) {
    throw new ConfigError({ what: 'no table of molecules is given', where: '--unlabeled', advice: 'Name one.' });
  }
  const plan: Plan = {
    folder: resolve(values.folder),
    unlabeled: resolve(values.unlabeled),
    pretrainEpochs: Number(values['pretrain-epochs']),
    epochs: Number(values.epochs),
    threads: Number(values.threads),
    split: values.split,
    dataDir: values['data-dir'],
  };
  await mkdir(plan.folder, { recursive: true });
  const chemistry = await loadChemistry();
  const known = await structuresOf(plan.unlabeled, chemistry);
  const datasets = values.datasets.split(',');
  const seeds = values.seeds.split(',').map(Number);
  const models = new Map<string, PretrainedModel>();
  const comparisons: Comparison[] = [];
  for (const model of values.models.split(',')) {
    for (const dataset of datasets) {
      const source = await pretrained(plan, model, dataset, datasets);
      models.set(source.folder, source);
      const pairs: { scratch: TrainedRun; pretrained: TrainedRun }[] = [];
      for (const seed of seeds) {
        const scratch = await trained(plan, { model, dataset, seed, initFrom: undefined });
        const warm = await trained(plan, { model, dataset, seed, initFrom: source.folder });
        await requirePair(scratch, warm);
        pairs.push({ scratch, pretrained: warm });
      }
      const overlaps = await Promise.all(pairs.map(({ scratch }) => overlapOf(scratch.folder, known, chemistry)));
      comparisons.push({
        dataset,
        model,
        seeds,
        scratch: pairs.map((pair) => pair.scratch),
        pretrained: pairs.map((pair) => pair.pretrained),
        overlaps,
      });
      const text = `${pretrainedTable([...models.values()])}\n\n${comparisonTable(comparisons)}\n`;
      await writeWhole(join(plan.folder, 'figures.md'), text);
      console.log(`${text}`);
    }
  }
});

/** Both were tested on the same rows, and the second took the whole encoder over. */
async function requirePair(scratch: TrainedRun, warm: TrainedRun): Promise<void> {
  const isSameTest = (await testRows(scratch.folder)) === (await testRows(warm.folder));
  const { missing = [], misshapen = [], loaded = [] } = warm.initialization ?? {};
  if (isSameTest && loaded.length > 0 && missing.length === 0 && misshapen.length === 0) return;
  throw new ConfigError({
    what: 'two runs cannot be compared: their test rows or their encoders differ',
    where: `${scratch.folder} and ${warm.folder}`,
    advice: 'Delete both and start again.',
  });
}
