/** Training and what comes of it: settings, under way, results of two optimizers, runs kept, compared, repeated, together; several targets. */
import type { Page } from 'playwright-core';
import { answerTargets, chooseTable, type Site, useExample } from '../../test/web/open-site.ts';
import type { Camera } from './camera.ts';

/** A network that trains in seconds. */
export const small = '?model.width=16&model.layers=1';

export async function train(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${site.url}${small}&optimizer=graphsam&compare=yes`);
  await useExample(page, 6);
  await unfold(page, '#train');
  await camera.take(page, 'train-settings', '#train');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByText('The epochs as a table').click();
  await page.getByRole('region', { name: 'Epochs' }).getByRole('rowheader', { name: '1' }).waitFor();
  await camera.takeWindow(page, 'train-under-way-window');
  await page
    .getByRole('button', { name: 'Pause' })
    .click()
    .catch(() => {});
  await camera.take(page, 'train-paused', '#train');
  const goOn = page.getByRole('button', { name: 'Go on' });
  if (await goOn.isVisible()) await goOn.click();
  await trained(page);
  await page.getByRole('rowheader', { name: 'Random forest' }).waitFor({ timeout: 120_000 });
  await camera.takeWindow(page, 'train-trained-window');
  await camera.take(page, 'train-trained', '#train');
  await page.getByRole('button', { name: 'Draw the loss landscape' }).click();
  await page.getByRole('button', { name: 'Draw it again' }).waitFor({ timeout: 120_000 });
  await unfold(page, '#results');
  await camera.take(page, 'results-two', '#results');
  await predictAfterwards(page, camera);
  await runsKept(page, camera);
  await context.close();
}

async function predictAfterwards(page: Page, camera: Camera): Promise<void> {
  await page.getByLabel('Molecules, one SMILES a line').fill(odd);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr').nth(5).waitFor();
  await page.getByLabel('Compare with the built-in medicines').check();
  await page
    .getByText(/above \d+ % of the medicines/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Explain the atoms of CN1CCC' }).first().click();
  await page.getByRole('img', { name: /^Atoms of CN1CCC.* colored/ }).waitFor();
  await camera.take(page, 'predict-trained', '#predict');
}

/** Nicotine, uranium, no molecule, too large, a salt, water. */
const odd = ['CN1CCC[C@H]1c1cccnc1', '[U]', 'C1CC', 'C'.repeat(140), '[Na+].[Cl-]', 'O'].join('\n');

async function runsKept(page: Page, camera: Camera): Promise<void> {
  await page.getByLabel('Further seeds').selectOption('2');
  await page.getByRole('button', { name: 'Repeat with other seeds' }).click();
  await page.getByText(/^Training seed 1 of 2/).waitFor();
  await camera.take(page, 'runs-repeating', '#results');
  await page.getByRole('region', { name: 'Metrics over seeds' }).waitFor({ timeout: 240_000 });
  await page.getByText('paired t test').waitFor({ timeout: 120_000 });
  await camera.take(page, 'runs-seeds', '#results');
  const boxes = page.getByRole('region', { name: 'Runs', exact: true }).getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await page.getByRole('button', { name: 'Compare two runs' }).click();
  await page.getByText(/^GraphSAM, seed 2 minus/).waitFor();
  await camera.take(page, 'runs-compared', '#results');
  await page.getByRole('button', { name: 'Predict with them together' }).click();
  await page
    .getByText(/models together/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr').first().waitFor();
  await camera.take(page, 'runs-together', '#predict');
}

export async function severalTargets(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open();
  await page.goto(`${site.url}${small}&epochs=1`);
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${'C'.repeat(1 + (row % 30))}${row < 30 ? '' : 'O'},${row / 4},${(row % 7) / 3}`,
  );
  await chooseTable(page, 'two.csv', ['smiles,logS,melting point', ...rows].join('\n'));
  await answerTargets(page, ['logS', 'melting point']);
  await page.getByLabel('Start', { exact: true }).selectOption('builtin');
  await page.getByText(/^About \d+ MB of memory for \d{3},/).waitFor();
  await camera.take(page, 'train-encoder', '#train');
  await page.getByLabel('Start', { exact: true }).selectOption('');
  await page.getByRole('button', { name: 'Start training' }).click();
  await trained(page);
  await page.getByRole('region', { name: 'Metrics of each target' }).waitFor();
  await camera.take(page, 'results-targets', '#results');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr').first().waitFor();
  await camera.take(page, 'predict-targets', '#predict');
  await context.close();
}

export async function trained(page: Page): Promise<void> {
  await page.getByRole('heading', { name: /^Test set: / }).waitFor({ timeout: 240_000 });
}

/** Opens what is folded in a part of the page. */
async function unfold(page: Page, part: string): Promise<void> {
  const folded = page.locator(part).locator('details:not([open]) > summary:visible');
  while ((await folded.count()) > 0) await folded.first().click();
}
