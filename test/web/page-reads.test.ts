/** From a file to a property: which column, its unit and scale, cells that are in the way, workbooks and encodings. In a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
import { answerTargets, chooseTable, openSite, propertyQuestion, type Site } from './open-site.ts';
import { workbook } from './workbook.ts';

let site: Site;
before(async () => {
  if (!withoutChromium) site = await openSite();
});
after(() => site?.close());

const browserTest = (name: string, check: () => Promise<void>): void => {
  test(name, { skip: withoutChromium }, check);
};

const molecules = ['CCO', 'CCC', 'CCN', 'CCCl', 'c1ccccc1', 'CC(C)O', 'CCOC', 'CCCC', 'CC=O', 'CCS', 'CNC', 'COC'];
const rowsOf = (header: string, cells: (row: number) => string): string =>
  [header, ...molecules.map((smiles, row) => `${smiles},${cells(row)}`)].join('\n');

browserTest('cells with units and remarks are dealt with by one click each, and IC50 in nM becomes pIC50', async () => {
  const { page, errors } = await site.open();
  page.setDefaultTimeout(20_000);
  const remarks = ['see note', 'n. d. (lost)', 'repeat'];
  await chooseTable(
    page,
    'ic50.csv',
    rowsOf('smiles,IC50_nM', (row) => remarks[row - 9] ?? `${10 ** (row % 5)} nM`),
  );
  await page.getByRole('button', { name: 'Strip the unit nM' }).click();
  await page.getByText('3 values of IC50_nM cannot be read as numbers').waitFor();
  await assertAccessible(page, 'offers');
  await page.getByRole('button', { name: 'Leave out these 3 values and go on' }).click();
  await page.getByText('Its values span 4 powers of ten').waitFor();
  assert.equal(await page.getByLabel('Unit', { exact: true }).inputValue(), 'nM');
  await page.getByRole('img', { name: /^Histogram of log10\(IC50_nM\): 9 values from 0 to 4/ }).waitFor();
  await page.getByRole('radio', { name: '\u2212log10' }).check();
  await page
    .getByRole('img', { name: /^Histogram of negative log10\(IC50_nM in mol\/L\): 9 values from 5 to 9/ })
    .waitFor();
  await page.getByRole('img', { name: /^Histogram of IC50_nM: 9 values from 1 to 10000/ }).waitFor();
  await page.getByText('6 rows or values left out').waitFor();
  await assertAccessible(page, 'scaled');
  assert.deepEqual(errors, []);
  await page.context().close();
});

browserTest('computed properties are never learned without a question: beside a measured one, nor alone', async () => {
  const { page } = await site.open();
  page.setDefaultTimeout(20_000);
  await chooseTable(
    page,
    'both.csv',
    rowsOf('smiles,MW,logS', (row) => `${40 + row * 1.1},${row / 7}`),
  );
  const question = page.getByRole('group', { name: propertyQuestion });
  await question.getByRole('checkbox', { name: 'MW' }).waitFor();
  const ticked = question.getByRole('checkbox', { checked: true });
  assert.equal(await ticked.count(), 1);
  assert.ok(await question.getByRole('checkbox', { name: 'logS' }).isChecked());
  await chooseTable(
    page,
    'computed.csv',
    rowsOf('smiles,MW,TPSA', (row) => `${40 + row * 1.1},${row * 1.7}`),
  );
  await page.getByText('By their names, the columns of computed.csv are computed').waitFor();
  assert.equal(await ticked.count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Start training' }).count(), 0);
  const many = Array.from({ length: 300 }, (_, column) => `assay ${column} active`);
  await chooseTable(
    page,
    'many.csv',
    rowsOf(`smiles,${many}`, (row) => many.map((_, at) => (row + at) % 2).join()),
  );
  await page.getByText('300 columns of many.csv may hold it').waitFor();
  assert.equal(await ticked.count(), 1);
  await page.getByLabel('Search the 300 columns').fill('assay 271');
  await answerTargets(page, ['assay 271 active']);
  await page.getByText('Property: assay 271 active').waitFor();
  await page.context().close();
});

browserTest(
  'a sheet of a workbook is read as a table, and another one on demand; classes keep their names',
  async () => {
    const { page, errors } = await site.open();
    page.setDefaultTimeout(20_000);
    const rows = molecules.map((smiles, row) => [smiles, row % 2 ? 'active' : 'inactive']);
    const bytes = workbook({
      About: [['made by hand']],
      Assay: [['smiles', 'outcome'], ...rows],
      Other: [['smiles', 'logS'], ...molecules.map((smiles, row) => [smiles, row / 4])],
    });
    await chooseTable(page, 'plate.xlsx', Buffer.from(bytes));
    await page.getByRole('heading', { name: /^plate Assay\.csv/ }).waitFor();
    const chart = page.getByRole('img', { name: 'Molecules of each class. inactive: 6, active: 6' });
    const left = async (what: Locator): Promise<number> => (await what.boundingBox())!.x;
    assert.ok((await left(chart.getByText('inactive'))) >= (await left(chart)), 'the longest name is inside the chart');
    await page.getByLabel('Sheet of plate.xlsx').selectOption('Other');
    await page.getByRole('heading', { name: /^plate Other\.csv/ }).waitFor();
    await page.getByText('Property: logS').waitFor();
    assert.deepEqual(errors, []);
    await page.context().close();
  },
);

browserTest('sep=; with decimal commas in Windows-1252, and UTF-16, are read and told', async () => {
  const { page } = await site.open();
  page.setDefaultTimeout(20_000);
  const lines = molecules.map((smiles, row) => `${smiles};caf\u00e9;${String(row / 4 + 0.05).replace('.', ',')}`);
  const text = ['sep=;', 'smiles;name;logS', ...lines].join('\r\n');
  await chooseTable(page, 'excel.csv', Buffer.from(text, 'latin1'));
  await page.getByText('the text is read as Windows-1252').waitFor();
  await page.getByText('cells are separated by semicolons').waitFor();
  await chooseTable(page, 'unicode.csv', Buffer.from(`\ufeff${text}`, 'utf16le'));
  await page.getByText('unicode.csv: the text is read as UTF-16').waitFor();
  await page.getByText('Property: logS').waitFor();
  await page.context().close();
});
