/** The way through the page: what comes next is in sight, what is done is folded, names of any kind stay in their boxes. In a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
import { launchFirefox, withoutFirefox } from './firefox.ts';
import { answerTargets, chooseTable, openSite, type Site, useExample } from './open-site.ts';

let site: Site;
before(async () => {
  if (!withoutChromium) site = await openSite();
});
after(() => site?.close());

const longName = 'Loesungswirkungsgeschwindigkeitskonstante_'.repeat(8);
const rightToLeft = 'ذوبان في الماء \u202eגבוה';

test('on a small laptop the next action is always in sight: table, training, how far it is', {
  skip: withoutChromium,
}, async () => {
  const { page, errors } = await site.open({ viewport: { width: 1366, height: 768 } });
  const example = page.getByRole('button', { name: 'Use the example' });
  await assertInSight(page, example);
  await assertInSight(page, page.getByRole('button', { name: 'Choose a file', exact: true }));
  await useExample(page, 60);
  await assertInSight(page, page.getByRole('button', { name: 'Start training' }));
  await page.getByText(/^About .+ to .+, depending on this machine\.$/).waitFor();
  await page.getByRole('button', { name: 'Start training' }).click();
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  await assertInSight(page, pause);
  await page.waitForFunction(() => /^\d+ %.* · graphsam$/.test(document.title));
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  const next = page.getByRole('link', { name: /^\d+ %/ });
  await next.waitFor();
  assert.equal(await page.getByText('heavy atoms, median').isVisible(), false, 'the table is folded');
  assert.equal(await page.getByLabel('Optimizer', { exact: true }).isVisible(), false, 'the settings are folded');
  await next.click();
  await next.waitFor({ state: 'detached' });
  await assertInSight(page, pause);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('long names and names from right to left stay inside their boxes, at all widths', {
  skip: withoutChromium,
}, async () => {
  const { page } = await site.open({ viewport: { width: 390, height: 844 } });
  const rows = Array.from({ length: 40 }, (_, row) => `${'C'.repeat(1 + row)},${row / 4},${row % 7},${longName}`);
  const table = [`smiles,"${rightToLeft}",${longName},remark`, ...rows].join('\n');
  await chooseTable(page, `${rightToLeft}${longName}.csv`.slice(0, 200), table);
  await answerTargets(page, [rightToLeft, longName]);
  await page.getByText(/^Columns: /).click();
  await page.getByText(/^Property: /).click();
  for (const width of [390, 1366, 1920]) {
    await page.setViewportSize({ width, height: 844 });
    assert.deepEqual(await escaping(page), [], `${width} px`);
  }
  // Without isolation the override would write the second name backwards.
  const direction = await page
    .locator('summary bdi', { hasText: longName })
    .first()
    .evaluate((element) => getComputedStyle(element).unicodeBidi);
  assert.equal(direction, 'isolate');
  await assertAccessible(page, 'hostile names');
  await page.context().close();
});

test('a ready model predicts what was drawn, says how good it is, and reads InChI, refusing a broken one', {
  skip: withoutChromium,
}, async () => {
  const { page, requests, errors } = await site.open();
  const onDemand = (): string[] => requests.filter((address) => /sketcher|inchi|indigo|\.onnx$/.test(address));
  const ready = page.getByRole('list', { name: 'Ready models' });
  await ready
    .getByText(/^RMSE 0\.\d+, 95 % interval .+ on \d+ molecules of other ring systems/)
    .first()
    .waitFor();
  assert.deepEqual(onDemand(), [], 'nothing of it is loaded before it is asked for');
  await page.getByRole('button', { name: /^Use it .*Solubility in water$/ }).click();
  const draw = page.getByRole('button', { name: 'Draw a molecule' });
  await draw.click();
  const smiles = page.getByLabel('SMILES of the drawing');
  await smiles.fill('not a molecule');
  await smiles.blur();
  await page.getByText('This is neither SMILES, InChI nor a molfile.').waitFor();
  await smiles.fill('Cc1ccccc1O');
  await smiles.blur();
  await page.getByText('This is neither').waitFor({ state: 'detached' });
  await assertAccessible(page, 'a drawing');
  await page.getByRole('button', { name: 'Use this molecule' }).click();
  const row = page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr');
  await row.waitFor();
  await page.getByText(/^Predicted by Solubility in water, .*; unit log10 mol\/L\.$/).waitFor();
  // Of its training molecules the file keeps no structures.
  assert.match((await row.textContent())!, /90 %: -?[\d.]+ to -?[\d.]+.*similarity [01]\.\d\d/);
  const paracetamol = 'InChI=1S/C8H9NO2/c1-6(10)9-7-2-4-8(11)5-3-7/h2-5,11H,1H3,(H,9,10)';
  const lines = ['CCO', paracetamol, 'InChI=1S/broken'].join('\n');
  await page.getByLabel('Molecules, one SMILES a line').fill(lines);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByText('Your molecules: 3 rows read, 1 refused.').waitFor();
  await row.nth(2).waitFor();
  const answered = await row.allTextContents();
  assert.match(answered[1]!, /InChI=1S\/C8H9NO2.*CC\(=O\)Nc1ccc\(O\)cc1.*90 %/);
  assert.match(answered[2]!, /InChI=1S\/broken.*refused: no InChI that can be read; copy it whole/);
  await assertAccessible(page, 'a ready model');
  for (const part of [/sketcher/, /inchi-worker/, /indigo-ketcher.*\.wasm$/, /solubility-[\w-]+\.onnx$/])
    assert.ok(onDemand().some((address) => part.test(address)));
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('in Firefox the example trains and its model predicts', { skip: withoutChromium || withoutFirefox }, async () => {
  const firefox = await launchFirefox();
  try {
    await firefox.go(site.url);
    const value = String(await firefox.run(trainInFirefox));
    assert.ok(Number(value) > 0 && Number(value) < 1, `probability ${value}`);
  } finally {
    await firefox.close();
  }
});

/** The example, one epoch without comparison, the two molecules that the page proposes; the first probability. */
const trainInFirefox = `
  const wait = async (find) => { for (;;) { const found = find(); if (found) return found; await new Promise((go) => setTimeout(go, 100)); } };
  const button = (text) => wait(() => [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === text));
  const labeled = (text) => wait(() => [...document.querySelectorAll('label')].find((one) => one.textContent.trim().startsWith(text)));
  (await button('Use the example')).click();
  const start = await button('Start training');
  const epochs = (await labeled('Epochs')).control;
  epochs.value = '1';
  epochs.dispatchEvent(new Event('change', { bubbles: true }));
  await new Promise((go) => setTimeout(go, 200));
  start.click();
  (await button('Predict')).click();
  return (await wait(() => document.querySelector('#predict td strong'))).textContent;
`;

/** Wholly inside the window, once the page has come to rest. */
async function assertInSight(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  const element = (await what.elementHandle())!;
  await page.waitForFunction((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 60 && bottom <= innerHeight;
  }, element);
}

/** What is wider than the window or sticks out of what it is in; tables scroll by themselves. */
function escaping(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const outside = [...document.querySelectorAll('main *')].filter((element) => {
      if (element.closest('svg, .scroll, .visually-hidden, .segments, td')) return false;
      const { right, width } = element.getBoundingClientRect();
      const box = element.parentElement!.getBoundingClientRect();
      return width > 0 && (right > innerWidth || right > box.right + 2);
    });
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    return [
      ...wide,
      ...outside.slice(0, 5).map(({ tagName, textContent }) => `${tagName}: ${textContent?.slice(0, 60)}`),
    ];
  });
}
