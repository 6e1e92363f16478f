/** The first step: nothing yet, the example, what is asked about a table, what is wrong with one. */
import { chooseTable, type Site } from '../../test/web/open-site.ts';
import { workbook } from '../../test/web/workbook.ts';
import type { Camera } from './camera.ts';

const molecules = ['CCO', 'CCC', 'CCN', 'CCCl', 'c1ccccc1', 'CC(C)O', 'CCOC', 'CCCC', 'CC=O', 'CCS', 'CNC', 'COC'];
const tableOf = (header: string, cells: (row: number) => string | number): string =>
  [header, ...molecules.map((smiles, row) => `${smiles},${cells(row)}`)].join('\n');

export async function data({ open }: Site, camera: Camera): Promise<void> {
  const { page, context } = await open();
  await page.getByRole('button', { name: 'Use the example' }).waitFor();
  await camera.take(page, 'data-empty');
  await camera.takeWindow(page, 'data-empty-window');
  await page.getByRole('button', { name: 'Use the example' }).click();
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await page.waitForTimeout(1500);
  await camera.takeWindow(page, 'data-example-window');
  await camera.take(page, 'data-example', '#data');

  await chooseTable(
    page,
    'assays.csv',
    tableOf('smiles,name,MW,logS,IC50_nM,outcome', (row) =>
      [
        `compound ${row + 1}`,
        46.07 + row * 7.3,
        (row / 7).toFixed(2),
        10 ** (row % 5),
        row % 2 ? 'active' : 'inactive',
      ].join(),
    ),
  );
  await page.getByRole('group', { name: 'Which property should the model learn?' }).waitFor();
  await page.waitForTimeout(500);
  await camera.take(page, 'data-question', '#data');

  const remarks = ['see note', 'n. d. (lost)', 'repeat'];
  await chooseTable(
    page,
    'ic50.csv',
    tableOf('smiles,IC50_nM', (row) => remarks[row - 9] ?? `${10 ** (row % 5)} nM`),
  );
  await page.getByRole('button', { name: 'Strip the unit nM' }).waitFor();
  await camera.take(page, 'data-bad-cells', '#data');
  await page.getByRole('button', { name: 'Strip the unit nM' }).click();
  await page.getByRole('button', { name: 'Leave out these 3 values and go on' }).click();
  await page.getByRole('radio', { name: '\u2212log10' }).check();
  await page.getByRole('img', { name: /^Histogram of negative log10/ }).waitFor();
  await camera.take(page, 'data-scale', '#data');

  await chooseTable(page, 'book.xlsx', Buffer.from('PK\x03\x04 not a table'));
  await page.locator('#data').getByRole('alert').waitFor();
  await camera.take(page, 'data-refused', '#data');
  const rows = molecules.map((smiles, row) => [smiles, row % 2 ? 'active' : 'inactive']);
  const sheets = {
    About: [['made by hand']],
    Assay: [['smiles', 'outcome'], ...rows],
    Other: [['smiles', 'logS'], ...rows],
  };
  await chooseTable(page, 'plate.xlsx', Buffer.from(workbook(sheets)));
  await page.getByRole('heading', { name: /^plate Assay\.csv/ }).waitFor();
  await page.getByText(/^Columns: /).click();
  await camera.take(page, 'data-workbook', '#data');
  await chooseTable(page, 'one-bad.csv', tableOf('smiles,logS', (row) => row / 4).replace('CCN,', 'C1CC,'));
  await page.getByText('left out, and why').click();
  await camera.take(page, 'data-left-out', '#data');
  await context.close();
}
