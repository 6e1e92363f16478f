/** The built page in a real browser: served under a path of its own, with everything it asks for and complains about. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildSite } from './build-site.ts';
import { type ChromiumOptions, launchChromium } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';

export interface Site {
  readonly url: string;
  readonly folder: string;
  readonly browser: Browser;
  /** In a context of its own; without movements, and without the service worker, which fetches all files of the site once more. */
  open(options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
  /** Errors that nobody caught, and what the console calls an error (refusals of the content policy among them). */
  readonly errors: readonly string[];
}

export async function openSite(options?: ChromiumOptions): Promise<Site> {
  const built = await buildSite();
  const served = await serveFolder(built.folder, { base: '/a/path/of/its/own/' });
  const browser = await launchChromium(options);
  return {
    url: served.url,
    folder: built.folder,
    browser,
    open: (options) => openPage(browser, served.url, options),
    close: async () => {
      await browser.close();
      await served.close();
      await built.close();
    },
  };
}

async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const [requests, errors]: [string[], string[]] = [[], []];
  context.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, context, requests, errors };
}

/** Gives the page a table as if the reader had chosen a file. */
export async function chooseTable(page: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file', exact: true }).click();
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer });
}

/** Drops a file on the first place of the page that takes tables, as the mouse does. */
export async function dropTable(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const bytes = [...(typeof content === 'string' ? new TextEncoder().encode(content) : content)];
  const dropped = await page.evaluateHandle(
    ([name, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], name));
      return data;
    },
    [name, bytes] as const,
  );
  const place = page.locator('#data .drop');
  await place.dispatchEvent('dragover', { dataTransfer: dropped });
  await place.dispatchEvent('drop', { dataTransfer: dropped });
}

export async function useExample(page: Page, epochs: number): Promise<void> {
  await page.getByRole('button', { name: 'Use the example' }).click();
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  const field = page.getByLabel('Epochs', { exact: true });
  await field.fill(String(epochs));
  await field.blur();
}

export const propertyQuestion = 'Which property should the model learn?';

/** Answers what the model should learn, where the page asks. */
export async function answerTargets(page: Page, columns: readonly string[]): Promise<void> {
  const question = page.getByRole('group', { name: propertyQuestion });
  const ticked = question.getByRole('checkbox', { checked: true });
  while ((await ticked.count()) > 0) await ticked.first().click();
  for (const column of columns) await question.getByRole('checkbox', { name: column }).check();
  await page.getByRole('button', { name: 'Learn what is ticked' }).click();
}

/** Cells of the rows of this optimizer in the tables of trainings, the one for researchers included. */
export async function runCells(page: Page, optimizer: string): Promise<Record<string, string>> {
  const cells: Record<string, string> = {};
  for (const name of ['Trainings', 'Trainings, for researchers']) {
    const table = page.locator(`section[aria-label="${name}"]`);
    const names = await table.locator('thead th').allTextContents();
    const row = table.locator('tbody tr').filter({ has: page.getByText(optimizer, { exact: true }) });
    const texts = await row.locator('th, td').allTextContents();
    names.forEach((column, index) => {
      cells[column] = texts[index] ?? '';
    });
  }
  return cells;
}
