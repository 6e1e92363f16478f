/**
 * npm run bench:first [-- --visits 5]
 *
 * How long a visitor waits for the first prediction: from the click on a ready model to the predicted values of two molecules, in a
 * Chromium that has just opened the built page. The network is this machine's; RDKit and ONNX Runtime are loaded within that time.
 */
import { parseArgs } from 'node:util';
import { median } from '../src/base/quantile.ts';
import { openSite, type Site } from '../test/web/open-site.ts';

const { values } = parseArgs({ options: { visits: { type: 'string', default: '5' } } });
const site = await openSite({ optimizing: true });
try {
  const times: number[] = [];
  for (let visit = 0; visit < Number(values.visits); visit++) times.push(await firstPrediction(site));
  const [fastest, middle, slowest] = [Math.min(...times), median(times), Math.max(...times)].map(Math.round);
  console.log(`first prediction after ${middle} ms (median of ${times.length} visits; ${fastest} to ${slowest} ms)`);
} finally {
  await site.close();
}

async function firstPrediction({ open }: Site): Promise<number> {
  const { page, context } = await open();
  const model = page.getByRole('button', { name: /^Use it .*Solubility in water$/ });
  await model.waitFor();
  const begun = performance.now();
  await model.click();
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.locator('#predict td strong').first().waitFor();
  const took = performance.now() - begun;
  await context.close();
  return took;
}
