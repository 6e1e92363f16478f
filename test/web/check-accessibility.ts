/** What axe-core finds wrong with the page as it stands, in both themes and at two widths. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const widths = [1280, 390] as const;

export async function assertAccessible(page: Page, state: string): Promise<void> {
  const before = page.viewportSize()!;
  // Evaluated, not inserted: the content policy of the page forbids scripts in its text.
  await page.evaluate(axe.source);
  for (const dark of [false, true]) {
    const toggle = page.getByRole('button', { name: 'Dark colors' });
    if (((await toggle.getAttribute('aria-pressed')) === 'true') !== dark) await toggle.click();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      });
      assert.deepEqual(found, [], `${state}, ${dark ? 'dark' : 'light'}, ${width} px`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${state}, ${width} px: the page is ${overflow} px wider than the screen`);
    }
  }
  await page.getByRole('button', { name: 'Dark colors' }).click();
  await page.setViewportSize(before);
}
