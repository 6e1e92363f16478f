/** The page as a predictor: a model from a file, its answers looked through, long files stopped. In a real Chromium. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { parseTrainConfig } from '../../src/runs/index.ts';
import { serveModels } from '../../src/service/index.node.ts';
import { trainRun } from '../../src/training/index.node.ts';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
import { smallConfig } from './engine-in-page.ts';
import { launchFirefox, withoutFirefox } from './firefox.ts';
import { openSite, type Site } from './open-site.ts';

let site: Site;
let model: Buffer;
/** The run folder of the model, as a zip. */
let run: Buffer;
before(async () => {
  if (withoutChromium) return;
  [site, { model, run }] = await Promise.all([openSite(), trainedRun()]);
});
after(() => site?.close());

test('answers are sorted, filtered, compared and explained, and a long file leaves room for single molecules', {
  skip: withoutChromium,
}, async () => {
  const { page, errors } = await site.open();
  await give(page, 'Open a model or a run', 'small.onnx', model);
  await page.getByText('small.onnx').first().waitFor();
  await page.getByLabel('Molecules, one SMILES a line').fill('CCCCO\nCCO\n[U]\nC1CC\nCCCCCCCCCC');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const table = page.getByRole('region', { name: 'Predictions', exact: true });
  const names = table.locator('tbody th .code');
  await names.nth(4).waitFor();
  assert.match(
    (await table.locator('tbody tr').first().textContent())!,
    /90 %: -?[\d.]+ to -?[\d.]+above \d+ % of the training set/,
  );
  assert.match((await table.locator('tbody tr').nth(2).textContent())!, /not in the training: U/);
  await page.getByLabel('Sort by').selectOption('logS, highest first');
  await page.getByText('As in the table').waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('th[aria-sort="descending"]'));
  const values = (await table.locator('tbody tr td:nth-child(2) strong').allInnerTexts()).map(Number);
  assert.deepEqual(
    values,
    values.toSorted((left, right) => right - left),
  );
  assert.match((await table.locator('tbody tr').last().textContent())!, /refused/, 'rows without a value come last');
  await page.getByLabel('Compare with the built-in medicines').check();
  await table
    .getByText(/above \d+ % of the medicines/)
    .first()
    .waitFor();
  await table.getByRole('button', { name: 'Explain the atoms of CCO' }).click();
  await table.getByRole('img', { name: /^Atoms of CCO colored/ }).waitFor();
  await assertAccessible(page, 'predictions of a model file');
  await page.getByLabel('Containing').fill('u');
  await page.getByLabel('Containing').blur();
  await page.getByText('1 to 1 of 1 row', { exact: true }).waitFor();
  await page.getByLabel('Containing').fill('');
  await page.getByLabel('Containing').blur();
  await page.getByText('1 to 5 of 5 rows', { exact: true }).waitFor();
  await boundTyped(page);
  await longFile(page);
  // A number belongs to the model that gave it: with another model, also of the same bytes, those of the first are gone.
  await give(page, 'Open a model or a run', 'other.onnx', model);
  await page.getByText('other.onnx').first().waitFor();
  await table.waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('button', { name: 'Download these predictions' }).count(), 0);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('graphsam serve opens the page with its model: a pasted molecule gets value, interval and explanation', {
  skip: withoutChromium,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-served-'));
  await writeFile(join(folder, 'model.onnx'), model);
  const runs = [`solubility=${folder}`];
  const service = await serveModels({ runs, port: 0, threads: 1, page: site.folder });
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await page.goto(service.url);
    await page.getByRole('link', { name: 'solubility' }).click();
    const predict = page.locator('#predict');
    await predict.getByText('solubility.onnx').waitFor();
    await predict.getByText(/^compt for logS; trained on 80 molecules/).waitFor();
    await page.getByLabel('Molecules, one SMILES a line').fill('CCCCCCO');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    const row = predict.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr').first();
    const text = (await row.textContent())!;
    const shown = await row.locator('td:nth-child(2) strong').textContent();
    const answer = await fetch(`${service.url}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ smiles: 'CCCCCCO' }),
    });
    const { predictions } = await answer.json();
    const value = predictions[0].values.logS_prediction;
    assert.ok(Math.abs(Number(shown) - value) <= 0.005 * Math.max(1, Math.abs(value)), `${shown}, served ${value}`);
    assert.match(text, /90 %: -?[\d.]+ to -?[\d.]+/);
    await row.getByRole('button', { name: 'Explain the atoms of CCCCCCO' }).click();
    await row.getByRole('img', { name: /^Atoms of CCCCCCO colored/ }).waitFor();
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
    await service.close();
    await rm(folder, { recursive: true });
  }
});

test('one HTML file predicts from a disk without a network what the page predicts, in Chromium and in Firefox', {
  skip: withoutChromium,
}, async (t) => {
  const { page } = await site.open();
  await give(page, 'Open a model or a run', 'small.zip', run);
  // A file is asked about while the model is opened for the molecule: both are answered by the same one.
  await page.getByLabel('Molecules, one SMILES a line').fill('CCCCO');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await give(page, 'Choose a file to predict', 'few.csv', Buffer.from('smiles\nCCCO\nCCO\n'));
  await page.getByText('few.csv: 2 rows read, 0 refused.').waitFor();
  await page.getByText('Your molecules: 1 row read, 0 refused.').waitFor();
  const here = page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody td:nth-child(2) strong');
  const expected = (await here.first().textContent())!;
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-colleague-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'predictor.html');
  const downloads = page.locator('#results').getByText('Take it with you').locator('..');
  const download = page.waitForEvent('download');
  await downloads.getByRole('button', { name: 'Predictor for colleagues (HTML)' }).click();
  await (await download).saveAs(path);
  const megabytes = (await stat(path)).size / 1e6;
  const told = Number(/about ([\d.]+) MB/.exec((await downloads.textContent())!)![1]);
  assert.ok(Math.abs(megabytes - told) < 0.15 * told, `${megabytes} MB, the page says ${told}`);
  await page.context().close();

  await t.test('in Chromium', () => predictsInChromium(path, expected));
  await t.test('in Firefox', { skip: withoutFirefox }, async () => {
    const firefox = await launchFirefox();
    try {
      await firefox.go(pathToFileURL(path).href);
      assert.equal(await firefox.run(predictInFile, 'CCCCO'), expected);
    } finally {
      await firefox.close();
    }
  });
});

async function predictsInChromium(path: string, expected: string): Promise<void> {
  const context = await site.browser.newContext({ offline: true });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(pathToFileURL(path).href);
  await page.getByText(/^Predicts logS; trained on 80 molecules of /).waitFor();
  await page.getByText(/^RMSE on the test set: [\d.]+/).waitFor();
  await page.getByLabel('Molecules, one SMILES a line').fill('CCCCO\nC1CC');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const rows = page.getByRole('region', { name: 'Predictions' }).locator('tbody tr');
  await rows.nth(1).waitFor();
  assert.equal(page.workers().length, 1, 'the page itself stays awake');
  const cells = await rows.first().locator('td').allInnerTexts();
  assert.match(cells[1]!, new RegExp(`^${expected}\\s+90 %: -?[\\d.]+ to -?[\\d.]+$`));
  assert.match(cells[2]!, /similarity [01]\.\d\d/);
  assert.match(
    (await rows.nth(1).locator('td').nth(1).textContent())!,
    /^refused: .*ring/,
    'why a molecule is refused',
  );
  await page.getByText('Licenses of the software in this file').click();
  await page.getByText(/^@rdkit\/rdkit .*BSD-3-Clause/).waitFor();
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return found.violations.map(({ id }) => id);
  });
  assert.deepEqual(violations, []);
  assert.deepEqual(errors, []);
  await context.close();
}

/** For the page of one file: its prediction of one molecule, or what it says instead. */
const predictInFile = `
  const wait = async (find) => { for (;;) { const found = find(); if (found) return found; await new Promise((go) => setTimeout(go, 50)); } };
  const field = await wait(() => document.querySelector('textarea, [role=alert]'));
  if (field.role === 'alert') return field.textContent;
  field.value = inputs[0];
  document.querySelector('button').click();
  const answer = await wait(() => document.querySelector('tbody td:nth-child(2), [role=alert]'));
  return answer.firstChild.textContent;
`;

/** A decimal comma is read, and what is no number is no bound; both stay as they were typed. */
async function boundTyped(page: Page): Promise<void> {
  const least = page.getByLabel('At least, logS');
  const values = page.getByRole('region', { name: 'Predictions', exact: true }).locator('td:nth-child(2) strong');
  const [highest, next] = (await values.allInnerTexts()).map(Number);
  const between = String((highest! + next!) / 2).replace('.', ',');
  for (const [typed, found] of [
    [between, '1 to 1 of 1 row'],
    ['0.5x', '1 to 5 of 5 rows'],
  ] as const) {
    await least.fill(typed);
    await least.blur();
    await page.getByText(found, { exact: true }).waitFor();
    assert.equal(await least.inputValue(), typed);
  }
  await page.getByText('Write a number.').waitFor();
}

/** Half a million rows: nobody waits for their end. */
async function longFile(page: Page): Promise<void> {
  const rows = 500_000;
  await give(page, 'Choose a file to predict', 'long.csv', Buffer.from(`smiles\n${'CCCCO\n'.repeat(rows)}`));
  await page.getByText(/of 500,000 rows, 0 refused; [\d,]+ rows a second; about .+ left\.$/).waitFor();
  await page.getByLabel('Molecules, one SMILES a line').fill('CCCCCCO');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByText('Your molecules: 1 row read, 0 refused.').waitFor();
  await page.getByRole('progressbar', { name: 'Rows predicted' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('progressbar', { name: 'Rows predicted' }).waitFor({ state: 'detached' });
}

async function give(page: Page, button: string, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** Alkanes and alcohols, with the intervals that ten validation rows give. */
async function trainedRun(): Promise<{ model: Buffer; run: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-predicts-'));
  const rows = Array.from(
    { length: 100 },
    (_, row) => `${'C'.repeat(1 + (row % 50))}${row < 50 ? '' : 'O'},${-row / 9}`,
  );
  const table = join(folder, 'table.csv');
  await writeFile(table, ['smiles,logS', ...rows].join('\n'));
  const config = {
    ...smallConfig,
    training: { epochs: 2, seed: 3 },
    data: { paths: [table] },
    machine: { threads: 1 },
  };
  await trainRun(parseTrainConfig(config, 'the test'), { folder: join(folder, 'run') });
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(join(folder, 'run'))) {
    files[`small/${name}`] = new Uint8Array(await readFile(join(folder, 'run', name)));
  }
  await rm(folder, { recursive: true });
  return { model: Buffer.from(files['small/model.onnx']!), run: Buffer.from(zipSync(files, { level: 0 })) };
}
