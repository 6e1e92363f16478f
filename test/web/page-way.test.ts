/** The way through the page: what comes next is in sight, what is done is folded, names of any kind stay in their boxes. In a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
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
  await page.getByLabel('Compare with Adam').uncheck();
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
