/** Without training: ready models, a drawn molecule, odd molecules, a long file; and the predictor of one file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { Site } from '../../test/web/open-site.ts';
import type { Camera } from './camera.ts';

export async function predict(site: Site, camera: Camera): Promise<void> {
  const { page, context } = await site.open({ viewport: { width: 1366, height: 768 } });
  await page.getByRole('button', { name: /^Use it .*Solubility in water$/ }).click();
  await page.getByRole('button', { name: 'Draw a molecule' }).waitFor();
  await page.waitForTimeout(1000);
  await camera.takeWindow(page, 'predict-opened-window');
  await page.getByRole('button', { name: 'Draw a molecule' }).click();
  await page.getByLabel('SMILES of the drawing').fill('Cc1ccccc1O');
  await page.getByLabel('SMILES of the drawing').blur();
  await page.waitForTimeout(1000);
  await camera.take(page, 'predict-drawing', '#predict');
  await page.getByRole('button', { name: 'Use this molecule' }).click();
  const rows = page.getByRole('region', { name: 'Predictions', exact: true }).locator('tbody tr');
  await rows.first().waitFor();
  await page
    .getByLabel('Molecules, one SMILES a line')
    .fill(['CC(=O)Oc1ccccc1C(=O)O', '[U]', 'C1CC', 'C'.repeat(140), '[Na+].[Cl-]'].join('\n'));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await rows.nth(4).waitFor();
  await camera.take(page, 'predict-odd', '#predict');
  await page
    .getByLabel('Molecules, one SMILES a line')
    .fill(
      ['CCO', 'InChI=1S/C8H9NO2/c1-6(10)9-7-2-4-8(11)5-3-7/h2-5,11H,1H3,(H,9,10)', 'InChI=1S/broken', 'c1ccccc1'].join(
        '\n',
      ),
    );
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.getByText('Loading what reads InChI').waitFor();
  await camera.take(page, 'predict-inchi-loading', '#predict');
  await page.getByText('Your molecules: 4 rows read, 1 refused.').waitFor();
  await camera.take(page, 'predict-inchi', '#predict');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file to predict' }).click();
  const buffer = Buffer.from(`smiles\n${'CCCCO\n'.repeat(500_000)}`);
  await (await chooser).setFiles({ name: 'long.csv', mimeType: 'text/csv', buffer });
  await page.getByText(/of 500,000 rows, .* left\.$/).waitFor();
  await camera.take(page, 'predict-long-file', '#predict');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await predictorFile(page, site, camera);
  await context.close();
}

async function predictorFile(page: Page, site: Site, camera: Camera): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-predictor-'));
  const path = join(folder, 'predictor.html');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Predictor for colleagues (HTML)' }).first().click();
  await (await download).saveAs(path);
  const context = await site.browser.newContext({ offline: true });
  const opened = await context.newPage();
  await opened.goto(pathToFileURL(path).href);
  await opened.getByText('Opening the model').waitFor();
  await camera.takeWindow(opened, 'predictor-opening');
  await opened.getByRole('button', { name: 'Predict' }).waitFor();
  await camera.take(opened, 'predictor-opened');
  await opened
    .getByLabel('Molecules, one SMILES a line')
    .fill(['CC(=O)Oc1ccccc1C(=O)O', '[U]', 'C1CC', 'C'.repeat(140)].join('\n'));
  await opened.getByRole('button', { name: 'Predict' }).click();
  await opened.getByRole('region', { name: 'Predictions' }).locator('tbody tr').nth(3).waitFor();
  await camera.take(opened, 'predictor-predicted');
  await opened.getByLabel('Molecules, one SMILES a line').fill('CCCCO\n'.repeat(2_000));
  await opened.getByRole('button', { name: 'Predict' }).click();
  await opened.getByText(/ of 2,000 molecules$/).waitFor();
  await camera.take(opened, 'predictor-long');
  await context.close();
  await rm(folder, { recursive: true });
}
