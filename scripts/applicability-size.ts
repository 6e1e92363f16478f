/**
 * npm run results:applicability [-- --data-dir FOLDER]: what a model file keeps of its training molecules, in bytes of each, if it were trained
 * on all molecules of four public tables; writes the table of docs/applicability.md. Takes half a minute, trains nothing.
 */
import { parseArgs } from 'node:util';
import { collectTrainingMolecules, trainingMetadata } from '../src/applicability/index.ts';
import { formatCount, mean } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import type { Chemistry } from '../src/chem/index.ts';
import { obtainDataset, openTable } from '../src/data/index.node.ts';
import { loadDataset } from '../src/data/index.ts';
import { dataDirOption } from './shared/driver-options.ts';
import { intoDocument } from './shared/into-document.ts';
import { markdownTable } from './shared/markdown-table.ts';
import { reportFailure } from './shared/report-failure.ts';

const tables = { esol: 'ESOL', lipophilicity: 'Lipophilicity', bbbp: 'BBBP', tox21: 'Tox21, 12 targets' };
const parts = ['fingerprints', 'smiles', 'labels', 'environments'] as const;
const header = [
  'table',
  'molecules',
  'bits set',
  'bytes a molecule',
  'fingerprint',
  'SMILES',
  'labels',
  'environments',
];
const document = 'docs/applicability.md';
const marks = ['<!-- sizes -->', '<!-- end of sizes -->'] as const;

await reportFailure(async () => {
  const { values } = parseArgs({ options: dataDirOption });
  const chemistry = await loadChemistry();
  const rows: string[][] = [];
  for (const [name, title] of Object.entries(tables))
    rows.push([title, ...(await sizesOf(name, values['data-dir'], chemistry))]);
  const table = markdownTable(header, rows);
  await intoDocument(document, marks, `\n${table}\n`);
  console.log(table);
});

async function sizesOf(name: string, dataDir: string, chemistry: Chemistry): Promise<string[]> {
  const { path } = await obtainDataset(name, { dataDir });
  const { dataset } = await loadDataset(await openTable(path), chemistry);
  const { molecules, taskNames, targets } = dataset;
  const training = collectTrainingMolecules({ molecules, tasks: taskNames.length, targets }, [...molecules.keys()]);
  const [, text] = Object.values(trainingMetadata(training));
  const stored = JSON.parse(text!) as Record<(typeof parts)[number], string>;
  const each = (bytes: number): string => (bytes / molecules.length).toFixed(0);
  return [
    formatCount(molecules.length),
    mean(training.fingerprints.map(({ length }) => length)).toFixed(1),
    each(text!.length),
    ...parts.map((part) => each(stored[part].length)),
  ];
}
