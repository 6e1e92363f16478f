/** When something is missing: room in the storage, the storage, the network, the end of a training; and a run that came as a zip. */
import type { Page } from 'playwright-core';
import { type Site, useExample } from '../../test/web/open-site.ts';
import type { Camera } from './camera.ts';
import { small, trained } from './train.ts';

export async function missing(site: Site, camera: Camera): Promise<void> {
  await withoutStorage(site, camera);
  await offline(site, camera);
}

export async function interruptions(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open();
  await page.goto(`${site.url}${small}`);
  await useExample(page, 3);
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByText('The epochs as a table').click();
  await page.getByRole('region', { name: 'Epochs' }).getByRole('rowheader', { name: '1' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await camera.take(page, 'troubles-reset', '#train');
  await page.reload();
  await page.getByText('A training was interrupted').waitFor();
  await camera.take(page, 'troubles-interrupted');
  await page.getByRole('button', { name: 'Continue training' }).click();
  await trained(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Whole run (zip)' }).click();
  const zip = (await (await download).path())!;
  const other = await site.open();
  const chooser = other.page.waitForEvent('filechooser');
  await other.page.getByRole('button', { name: 'Open a model or a run' }).click();
  await (await chooser).setFiles(zip);
  await trained(other.page);
  await other.page.waitForTimeout(1000);
  await camera.take(other.page, 'troubles-opened-zip');
  await other.context.close();
  await context.close();
}

/** A service worker would give the page's workers as they are. */
const withoutServiceWorker = { serviceWorkers: 'block' } as const;

/** A private window, as some browsers have it. */
async function withoutStorage(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open(withoutServiceWorker);
  await page.route('**/*worker*.js', async (route) => {
    const answer = await route.fetch();
    const body = `Object.defineProperty(self, 'indexedDB', { value: { open() { throw new DOMException('denied', 'SecurityError'); } } });\n${await answer.text()}`;
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${site.url}${small}&epochs=1`);
  await startExample(page);
  await trained(page);
  await camera.take(page, 'troubles-no-storage');
  await context.close();

  const full = await site.open(withoutServiceWorker);
  await full.page.route('**/training-worker*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${storageWithLittleRoom}${await answer.text()}` });
  });
  await full.page.goto(`${site.url}${small}&epochs=2`);
  await startExample(full.page);
  await trained(full.page);
  await camera.take(full.page, 'troubles-full');
  await full.context.close();
}

const storageWithLittleRoom = `{
  let files = 0;
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...input) {
    if (this.name === 'files' && ++files > 3) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, input);
  };
}
`;

async function startExample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use the example' }).click();
  await page.getByRole('button', { name: 'Start training' }).click();
}

async function offline(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Use the example' }).click();
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await page.getByRole('button', { name: /^Use it .*Solubility in water$/ }).click();
  await page.waitForTimeout(2000);
  await camera.take(page, 'troubles-offline');
  await context.close();
}
