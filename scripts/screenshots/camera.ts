/** Takes a part of the page as it stands, at each width and in each theme. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** A phone, a small laptop, a large screen. */
const screens = [
  { width: 390, height: 844 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const themes = ['light', 'dark'] as const;
/** Until a change of width or theme is drawn, charts and molecules included. */
const settleMs = 400;

export class Camera {
  readonly #folder: string;
  #taken = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async into(folder: string): Promise<Camera> {
    await mkdir(folder, { recursive: true });
    return new Camera(folder);
  }

  get taken(): number {
    return this.#taken;
  }

  /** part: selector of what is taken, whole, however high it is. */
  async take(page: Page, state: string, part = 'body'): Promise<void> {
    await this.#each(page, state, async (path) => {
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      const box = await page.locator(part).first().boundingBox();
      if (!box) throw new Error(`${state}: ${part} is not on the page`);
      await page.screenshot({ path, fullPage: true, clip: box });
    });
  }

  /** What is in the window, where the page has scrolled to. */
  async takeWindow(page: Page, state: string): Promise<void> {
    await this.#each(page, state, async (path) => {
      await page.screenshot({ path });
    });
  }

  async #each(page: Page, state: string, take: (path: string) => Promise<void>): Promise<void> {
    const before = page.viewportSize()!;
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      for (const screen of screens) {
        await page.setViewportSize(screen);
        await page.waitForTimeout(settleMs);
        await take(join(this.#folder, `${state}-${colorScheme}-${screen.width}.png`));
        this.#taken++;
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(before);
  }
}
