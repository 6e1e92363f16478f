/** The page trains: the example from one click to a model, paused, interrupted, taken along. In a real Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { parseTrainConfig, type TrainConfig } from '../../src/runs/index.ts';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
import { watchMainThread } from './main-thread.ts';
import { answerTargets, chooseTable, openSite, runCells, type Site, useExample } from './open-site.ts';

let site: Site;
before(async () => {
  if (!withoutChromium) site = await openSite({ optimizing: true });
});
after(() => site?.close());

const trained = { name: /^Test set: / } as const;

test('one tick compares GraphSAM with Adam on the example, both better than chance; what is trained predicts and can be taken along', {
  skip: withoutChromium,
}, async () => {
  const { page, requests, errors } = await site.open();
  await useExample(page, 2);
  await choose(page, 'graphsam');
  await page.getByLabel('Compare optimizers').check();
  const stopWatching = await watchMainThread(site.browser, page);
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', trained).waitFor({ timeout: 240_000 });
  const metrics = page.getByRole('region', { name: 'Metrics on the test set' });
  await metrics.getByRole('rowheader', { name: 'Adam' }).waitFor({ timeout: 120_000 });
  await metrics.getByRole('rowheader', { name: 'GraphSAM' }).waitFor({ timeout: 120_000 });

  await t('no task of the page computes for 50 ms', stopWatching);
  await t('better than chance, beside guessing and a random forest', async () => {
    await metrics.getByRole('rowheader', { name: 'Random forest' }).waitFor({ timeout: 120_000 });
    const values = await metrics.locator('tbody tr td:nth-child(2)').allInnerTexts();
    assert.equal(values.length, 4);
    for (const value of [...values.slice(0, 2), values[3]!]) {
      assert.match(value, /^0\.\d{3} \[0\.\d\d,\s[01]\.\d\d\]$/);
      assert.ok(Number.parseFloat(value) > 0.6, `ROC-AUC ${value}`);
    }
    assert.equal(values[2], '0.500');
    await metrics.getByRole('columnheader', { name: 'PR-AUC' }).waitFor();
    const verdict =
      /^GraphSAM is .*better than guessing the mean .* \(ROC-AUC 0\.\d+ against 0\.5\); .* a random forest/;
    await page.getByText(verdict).waitFor();
    assert.match(await page.title(), /^graphsam/, 'the share that is done leaves the title of the tab');
  });
  await t('both runs tell their epochs, radius and evaluations', async () => {
    const [graphsam, adam] = [await runCells(page, 'GraphSAM'), await runCells(page, 'Adam')];
    assert.deepEqual([graphsam.Epoch, graphsam.State, adam.State], ['2 of 2', 'trained', 'trained']);
    // GraphSAM anchors once an epoch with one more gradient.
    assert.equal(Number(graphsam.Gradients) - Number(adam.Gradients), 2);
    assert.ok(Number(graphsam.rho) > 0);
    assert.equal(adam.rho, '–');
  });
  await t('predictions, and a reason for what is no molecule', () => predictPasted(page));
  const { zip, predicted } = await t('files', () => takeAlong(page));
  await t('accessible when trained', () => assertAccessible(page, 'trained'));
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url)),
    [],
  );
  assert.deepEqual(errors, []);
  await page.context().close();
  await t('the whole run opens in an empty page', () => openWholeRun(zip, predicted));
});

test('a training pauses between two steps, takes one step, goes on, and is forgotten', {
  skip: withoutChromium,
}, async () => {
  const { page } = await site.open();
  await useExample(page, 100);
  await choose(page, 'graphsam');
  await page.getByRole('button', { name: 'One step' }).click();
  await waitForState(page, 'paused');
  // The first step of an epoch takes the anchor's gradient and its own.
  await waitForCell(page, 'Gradients', '2');
  await page.getByRole('button', { name: 'One step' }).click();
  await waitForCell(page, 'Gradients', '3');
  await page.waitForTimeout(700);
  assert.equal((await runCells(page, 'GraphSAM')).Gradients, '3');
  await page.getByRole('button', { name: 'Go on' }).click();
  await waitForState(page, 'training');
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll('#train tbody td')].map(({ textContent }) => textContent);
    return Number(cells[6]) > 3;
  });
  await page.getByRole('button', { name: 'Pause' }).click();
  await waitForState(page, 'paused');
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: /^(Forget|Start training)$/ }).waitFor();
  // On a quick machine an epoch was finished before the pause, and is asked about.
  const forget = page.getByRole('button', { name: 'Forget', exact: true });
  if (await forget.isVisible()) await forget.click();
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  assert.equal(await page.getByRole('region', { name: 'Trainings', exact: true }).count(), 0);
  await page.reload();
  await page.waitForTimeout(1500);
  assert.equal(await page.getByText('A training was interrupted').count(), 0);
  await page.context().close();
});

test('a page that was reloaded in the middle of a training offers to go on, and ends it', {
  skip: withoutChromium,
}, async () => {
  const { page } = await site.open();
  await useExample(page, 4);
  await choose(page, 'graphsam');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByText('The epochs as a table').click();
  await page.getByRole('region', { name: 'Epochs' }).getByRole('rowheader', { name: '1' }).waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByText(/^Forget \d finished epochs?\?$/).waitFor();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  // Going to a step of the page takes nothing from the settings in the address.
  await page.getByRole('link', { name: 'Results', exact: true }).click();
  assert.match(page.url(), /epochs=4.*#results$/);
  await page.reload();
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) await tab.getByText('A training was interrupted').waitFor();
  await page.getByRole('button', { name: 'Continue training' }).click();
  await t('what was trained is asked about before the network is built, too', async () => {
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText(/^Forget \d finished epochs?\?$/).waitFor();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
  });
  await t('another tab that cannot go on with the run does not forget it', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await waitForState(page, 'paused');
    await other.getByRole('button', { name: 'Continue training' }).click();
    await other.getByText('another tab of this browser trains this run').waitFor();
    await other.getByRole('button', { name: 'Reset' }).click();
    const kept = other.getByRole('region', { name: 'Runs', exact: true });
    await kept.getByText('being trained').waitFor();
    await other.close();
    await page.getByRole('button', { name: 'Go on' }).click();
  });
  await page.getByRole('heading', trained).waitFor({ timeout: 120_000 });
  await page.getByText('The epochs as a table').click();
  const epochs = page.getByRole('region', { name: 'Epochs' }).locator('tbody th');
  assert.deepEqual(await epochs.allInnerTexts(), ['1', '2', '3', '4']);
  await t('a run that is opened after a reload brings its table along', async () => {
    await page.getByText('of medicines.csv').first().waitFor();
    await page.reload();
    const kept = page.getByRole('region', { name: 'Runs', exact: true });
    assert.match(
      (await kept.locator('tbody tr').textContent())!.replace(/\s+/g, ' '),
      /GraphSAM.*medicines\.csv ?cns ?compt; width .* seed 0 ?ROC-AUC 0\.\d/,
    );
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', trained).waitFor();
    await page
      .getByRole('button', { name: 'Train again' })
      .or(page.getByRole('button', { name: 'Start training' }))
      .waitFor();
  });
  await page.context().close();
});

test('a table with two targets: each has its chart and its worst molecules, and predictions name both', {
  skip: withoutChromium,
}, async () => {
  const { page, errors } = await site.open();
  const rows = Array.from({ length: 40 }, (_, row) => {
    const [carbons, hasOxygen] = [1 + (row % 20), row >= 20];
    return `${'C'.repeat(carbons)}${hasOxygen ? 'O' : ''},${carbons / 4},${row === 7 ? '' : hasOxygen ? 2 + row / 9 : row / 9}`;
  });
  await chooseTable(page, 'two.csv', ['smiles,length,"polar, <b>"', ...rows].join('\n'));
  await answerTargets(page, ['length', 'polar, <b>']);
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await page.getByLabel('Epochs', { exact: true }).fill('1');
  await page.getByLabel('Epochs', { exact: true }).blur();
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', trained).waitFor({ timeout: 120_000 });
  await page.getByRole('img', { name: /^Predicted against measured length of 4 test molecules, RMSE \d/ }).waitFor();
  await t('what nobody chose is what the command line does', () => assertDefaults(page));
  await t('each target has its molecules and its metrics in one table', async () => {
    const targets = page.getByRole('region', { name: 'Metrics of each target' });
    const heads = await targets.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(heads.slice(0, 5), ['Target', 'Molecules', 'RMSE', 'MAE', 'R2']);
    const [first, second] = await targets.locator('tbody tr').allInnerTexts();
    assert.match(first!, /^length\s+4\s+[\d.]+/);
    assert.match(second!, /^polar, <b>\s+[34]\s+[\d.]+/);
  });
  await page.getByLabel('Target shown', { exact: true }).selectOption('polar, <b>');
  await page.getByText('Error over all targets: mean absolute error (standard deviations).').waitFor();
  const worst = page.getByRole('list', { name: 'Molecules that the model is most wrong about' });
  assert.match((await worst.textContent())!, /in line \d+; error over all targets [\d.]+/);
  await page.getByRole('img', { name: /^Predicted against measured polar, <b> of [34] test/ }).waitFor();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const cells = page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr:first-child td');
  assert.match((await cells.first().textContent())!, /^-?[\d.]+.*not in the training: N$/);
  assert.match((await cells.nth(1).textContent())!, /^-?[\d.]+/);
  await page.getByRole('columnheader', { name: 'polar, <b>' }).waitFor();
  await t('a prediction shows the most similar training molecule, and its atoms colored on request', async () => {
    await page.getByRole('columnheader', { name: 'Most similar training molecule' }).waitFor();
    await page
      .getByRole('button', { name: /^Explain the atoms of / })
      .first()
      .click();
    for (const target of ['length', 'polar, <b>']) {
      await page
        .getByRole('img', { name: new RegExp(`^Atoms of .* colored by what they contribute to ${target}$`) })
        .waitFor();
    }
    await assertAccessible(page, 'explained atoms');
  });
  await t('of 150 pasted molecules 50 are in sight, and all are downloaded', async () => {
    await page.getByLabel('Molecules, one SMILES a line').fill(Array(150).fill('CCO').join('\n'));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText(/Predicted by .*, length and 1 more of two\.csv\./).waitFor();
    await page.getByText('1 to 50 of 150 rows').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download these predictions' }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^length-two-.+_preds\.csv$/);
    const lines = readFileSync((await file.path())!, 'utf8')
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 151);
    assert.match(lines[0]!, /^smiles,length_prediction,/);
  });
  await assertAccessible(page, 'two targets');
  await t('the predictions of a model leave the page with it', async () => {
    await page.getByText('Settings of the training').click();
    await page.getByText('Split, seed, steps and device').click();
    await page.getByLabel('Seed', { exact: true }).fill('1');
    await page.getByLabel('Seed', { exact: true }).blur();
    await page.getByRole('button', { name: 'Train again' }).click();
    await page.getByRole('heading', trained).waitFor({ state: 'detached' });
    await page.getByRole('heading', trained).waitFor({ timeout: 120_000 });
    assert.equal(await page.getByRole('region', { name: 'Predictions', exact: true }).count(), 0);
  });
  await t('of two runs with test sets of their own, each guess says whose it is', async () => {
    const kept = page.getByRole('region', { name: 'Runs', exact: true });
    await kept.getByRole('checkbox').nth(1).check();
    await kept.getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Compare two runs' }).click();
    const metrics = page.getByRole('region', { name: 'Metrics on the test set' });
    for (const seed of [0, 1]) {
      await metrics.getByRole('rowheader', { name: `Adam, seed ${seed}`, exact: true }).waitFor();
      await metrics
        .getByRole('rowheader', { name: `Guessing the mean, two.csv, test set of Adam, seed ${seed}`, exact: true })
        .waitFor();
    }
  });
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('three words are learned as classes by one click, with averaged weights and balanced classes, and predicted by name', {
  skip: withoutChromium,
}, async () => {
  const { page, errors } = await site.open();
  const kinds = ['alkane', 'alcohol', 'amine'];
  const rows = Array.from(
    { length: 90 },
    (_, row) => `${'C'.repeat(1 + Math.floor(row / 3))}${['', 'O', 'N'][row % 3]},${kinds[row % 3]}`,
  );
  await chooseTable(page, 'kinds.csv', ['smiles,kind', ...rows].join('\n'));
  await page.getByText('Are the words of kind classes to learn?').waitFor();
  await page.getByRole('button', { name: 'Learn them as classes' }).click();
  await page.getByRole('heading', { name: /^kinds\.csv: which class/ }).waitFor();
  await choose(page, 'graphsam');
  await page.getByText('Averaging, classes and perturbation').click();
  await page.getByLabel('Rare classes').selectOption('weights');
  for (const [label, text] of [
    ['Averaged weights, decay', '0.5'],
    ['Label smoothing', '0.05'],
    ['Perturb from epoch', '1'],
    ['Epochs', '3'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByLabel(label, { exact: true }).blur();
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', trained).waitFor({ timeout: 240_000 });
  // An epoch of Adam alone has no anchor: two of three epochs have one.
  assert.equal(Number((await runCells(page, 'GraphSAM')).Gradients), 3 * 3 + 2);
  const metrics = page.getByRole('region', { name: 'Metrics on the test set' });
  await metrics.getByRole('columnheader', { name: 'Accuracy' }).waitFor();
  await page.getByText('Accuracy: Share of molecules whose most probable class is theirs.').waitFor();
  await page.getByRole('region', { name: 'Measured and predicted classes' }).waitFor();
  await page.getByLabel('Molecules, one SMILES a line').fill('CCCCO\nCCN');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const cells = page.getByRole('region', { name: 'Predictions', exact: true }).locator('td:nth-child(2)');
  await cells.nth(1).waitFor();
  for (const text of await cells.allInnerTexts()) assert.match(text, /^(alkane|alcohol|amine) \(0\.\d+\)(\n|$)/);
  const { config } = runFile(await saved(page, 'Whole run (zip)'));
  assert.deepEqual([config.training.emaDecay, config.training.labelSmoothing], [0.5, 0.05]);
  assert.deepEqual([config.training.classBalance, config.optimizer.perturb], ['weights', { from: 1 }]);
  await assertAccessible(page, 'three classes');
  assert.deepEqual(errors, []);
  await page.context().close();
});

/** A part of a long test, named where it fails. */
async function t<Result>(name: string, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    (error as Error).message = `${name}: ${(error as Error).message}`;
    throw error;
  }
}

async function predictPasted(page: Page): Promise<void> {
  await page.getByLabel('Molecules, one SMILES a line').fill('CN1CCC[C@H]1c1cccnc1\nC1CC\nO');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  const rows = page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr');
  await rows.nth(2).waitFor();
  const cells = await rows.locator('td:nth-child(2)').allInnerTexts();
  for (const cell of [cells[0]!, cells[2]!]) {
    const probability = Number(cell.split('\n')[0]);
    assert.ok(probability > 0 && probability < 1, cell);
  }
  assert.match(cells[1]!, /^refused: /);
}

function choose(page: Page, optimizer: string): Promise<string[]> {
  return page.getByLabel('Optimizer', { exact: true }).selectOption(optimizer);
}

/** Of one epoch, with nothing else said. */
async function assertDefaults(page: Page): Promise<void> {
  const { config } = runFile(await saved(page, 'Whole run (zip)'));
  const silent = parseTrainConfig({ training: { epochs: 1 } }, 'the test');
  assert.deepEqual([config.optimizer, config.schedule], [silent.optimizer, silent.schedule]);
  const of = ({ training: { batchSize, emaDecay, loss } }: TrainConfig): unknown => ({ batchSize, emaDecay, loss });
  assert.deepEqual(of(config), of(silent));
  assert.equal(config.optimizer.name, 'adam');
}

/** run.json in the zip of a run. */
function runFile(zip: Buffer): { readonly config: TrainConfig } {
  const [, content] = Object.entries(unzipSync(zip)).find(([name]) => /(^|\/)run\.json$/.test(name))!;
  return JSON.parse(strFromU8(content));
}

/** Files of the first run, and what its model said of the pasted molecules. */
async function takeAlong(page: Page): Promise<{ zip: Buffer; predicted: readonly string[] }> {
  const save = (button: string): Promise<Buffer> => saved(page, button);
  const csv = (await save('Predictions (CSV)')).toString();
  assert.equal(csv.split('\n')[0], 'line,smiles,cns,cns_prediction');
  assert.equal(csv.trim().split('\n').length, 52);
  const zip = await save('Whole run (zip)');
  assert.equal(zip.subarray(0, 2).toString(), 'PK');
  assert.match((await save('Report (HTML)')).toString(), /^<!doctype html>/);
  const onnx = await save('Model (ONNX)');
  const predicted = await predictedCells(page);
  await openFile(page, 'model.onnx', onnx);
  await page.getByRole('radio', { name: 'model.onnx' }).waitFor();
  await predictPasted(page);
  assert.deepEqual(await predictedCells(page), predicted, 'model.onnx');
  return { zip, predicted };
}

/** The file that this button gives. */
async function saved(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As it comes from the command line too: curves, metrics, chart, worst molecules and predictions, without a table or a training. */
async function openWholeRun(zip: Buffer, predicted: readonly string[]): Promise<void> {
  const { page, errors } = await site.open();
  await openFile(page, 'my run.zip', zip);
  const metrics = page.getByRole('region', { name: 'Metrics on the test set' });
  await metrics.getByRole('rowheader', { name: 'GraphSAM, my run.zip' }).waitFor();
  const cells = await runCells(page, 'GraphSAM, my run.zip');
  assert.deepEqual([cells.State, cells.Epoch, cells['Time left']], ['trained', '2 of 2', '–']);
  await page.getByRole('img', { name: /^ROC curve/ }).waitFor();
  await page
    .getByRole('img', { name: /^Curves of the training loss over the epochs. Now: GraphSAM, my run.zip 0/ })
    .waitFor();
  assert.equal(
    await page
      .getByRole('list', { name: /most wrong about/ })
      .getByRole('listitem')
      .count(),
    6,
  );
  await predictPasted(page);
  assert.deepEqual(await predictedCells(page), predicted);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file to predict' }).click();
  await (await chooser).setFiles({
    name: 'bare.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('CCO\nCCN\nCCC\nCCS\nCOC\nCCF\nC1CC\n'),
  });
  await page.locator('#predict').getByRole('alert').filter({ hasText: '“The first line is data”' }).waitFor();
  await page.getByText('How the file is read').click();
  await page.locator('#predict').getByLabel('The first line is data').check();
  await page.getByText('bare.csv: 7 rows read, 1 refused.').waitFor();
  // The table of the example is known to every page, so the landscape can be drawn.
  await page.getByRole('button', { name: 'Draw the loss landscape' }).click();
  await page.getByRole('button', { name: 'Draw it again' }).waitFor({ timeout: 120_000 });
  await page
    .getByRole('img', {
      name: /^Training loss along a line through the trained weights. GraphSAM, my run.zip: lowest 0/,
    })
    .waitFor();
  await assertAccessible(page, 'opened run');
  assert.deepEqual(errors, []);
  await page.context().close();
}

async function openFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a model or a run' }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

function predictedCells(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Predictions', exact: true }).locator('td').allInnerTexts();
}

async function waitForState(page: Page, state: string): Promise<void> {
  await page
    .getByRole('region', { name: 'Trainings', exact: true })
    .getByRole('cell', { name: state, exact: true })
    .waitFor();
}

async function waitForCell(page: Page, column: string, value: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await page.waitForTimeout(100)) {
    if ((await runCells(page, 'GraphSAM'))[column] === value) return;
  }
  assert.fail(`${column} is ${(await runCells(page, 'GraphSAM'))[column]}, not ${value}`);
}
