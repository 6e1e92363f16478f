/** The page before and beside training: the first view, bad tables, hostile texts, keyboard, no network. In a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { assertAccessible } from './check-accessibility.ts';
import { withoutChromium } from './chromium.ts';
import { answerTargets, chooseTable, dropTable, openSite, propertyQuestion, type Site } from './open-site.ts';
import { siteFiles } from './site-files.ts';

let site: Site;
before(async () => {
  if (!withoutChromium) site = await openSite();
});
after(() => site?.close());

const browserTest = (name: string, check: () => Promise<void>): void => {
  test(name, { skip: withoutChromium }, check);
};

const molecules = ['CCO', 'CCC', 'CCN', 'CCCl', 'c1ccccc1', 'CC(C)O', 'CCOC', 'CCCC', 'CC=O', 'CCS', 'CNC', 'COC'];
const table = (cell: (row: number) => string): string =>
  ['smiles,value', ...molecules.map((smiles, row) => `${smiles},${cell(row)}`)].join('\n');
const numbers = table((row) => String(row / 4));

browserTest('the first view stands within a second', async () => {
  const paints: number[] = [];
  // A visit on a busy machine says nothing of the page: one of ten is enough. What is loaded is measured in site-size.test.ts.
  while (paints.length < 10 && !paints.some((milliseconds) => milliseconds < 1000)) {
    const { page } = await site.open();
    await page.getByRole('button', { name: 'Use the example' }).waitFor();
    const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    paints.push(painted ?? Number.POSITIVE_INFINITY);
    await page.context().close();
  }
  assert.ok(Math.min(...paints) < 1000, `first paints after ${paints.map(Math.round).join(', ')} ms`);
});

browserTest('the policy of the page allows its own files and nothing written into it', async () => {
  const { page } = await site.open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const rules = new Map(policy!.split(';').map((rule) => [rule.trim().split(' ')[0], rule.trim()]));
  assert.equal(rules.get('default-src'), "default-src 'none'");
  assert.equal(rules.get('connect-src'), "connect-src 'self'");
  assert.ok(!policy!.includes("'unsafe-inline'") && !policy!.includes("'unsafe-eval'"));
  // It holds: a script in the text of the page is not run.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.intruder = true';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => 'intruder' in globalThis), false);
  await page.context().close();
});

const badTables: readonly (readonly [what: string, name: string, content: string | Buffer, says: RegExp])[] = [
  ['an empty file', 'empty.csv', '', /empty|no rows|no line/i],
  ['a header only', 'header.csv', 'smiles,value\n', /no row|row/i],
  ['no structures', 'numbers.csv', 'a,b\n1,2\n3,4\n5,6\n', /SMILES/i],
  ['no header', 'headless.csv', numbers.split('\n').slice(1).join('\n'), /“The first line is data”/],
  [
    'words as labels',
    'words.csv',
    table((row) => ['low', 'middle', 'high'][row % 3]!),
    /“Labels as numbers” low=0,middle=1.*“Task” multiclass: one of several names/,
  ],
  ['labels 1 and 2', 'ones.csv', table((row) => String(1 + (row % 2))), /“Labels as numbers” 1=0,2=1/],
  ['censored values', 'censored.csv', table((row) => (row === 2 ? '<5' : String(row))), /<5/],
  ['an unclosed quote', 'quote.csv', `${numbers}\n"CCO,1\n`, /quote/i],
  ['two columns of one name', 'twice.csv', 'smiles,x,x\nCCO,1,2\nCCC,2,3\n', /twice|same name|x/],
  ['a spreadsheet', 'book.xlsx', Buffer.from('PK\x03\x04 not a table'), /xlsx|Excel|zip/i],
  ['damaged text', 'damaged.csv', Buffer.from(`\xc2\xb5${numbers}\xe9`, 'latin1'), /UTF-8/],
  ['mostly no molecules', 'bad.csv', table((row) => String(row * 1.5)).replaceAll('C', 'Q'), /molecule|SMILES/],
];

browserTest(
  'tables that cannot be used are refused with what, where and what to do; the next one is read',
  async () => {
    const { page, errors } = await site.open();
    for (const [what, name, content, says] of badTables) {
      await chooseTable(page, name, content);
      const alert = page.locator('#data').getByRole('alert').filter({ hasText: name });
      await alert.waitFor();
      assert.match((await alert.textContent())!, says, what);
    }
    await assertAccessible(page, 'refused');
    await chooseTable(page, 'good.csv', numbers);
    await page.getByRole('heading', { name: /good\.csv/ }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.deepEqual(errors, []);
    await page.context().close();
  },
);

browserTest('what was refused can be read after an option is changed where the advice says', async () => {
  const { page } = await site.open();
  await chooseTable(page, 'headless.csv', numbers.split('\n').slice(1).join('\n'));
  await page.getByRole('alert').waitFor();
  await page.getByLabel('The first line is data').check();
  await page.getByRole('heading', { name: /headless\.csv/ }).waitFor();
  await figure(page, 'molecules', '12');
  await page.context().close();
});

browserTest('rows that are left out are shown with line, cell and reason; other columns can be chosen', async () => {
  const { page } = await site.open();
  const rows = numbers.split('\n');
  rows.splice(3, 0, 'C1CC,1');
  const content = rows.map((row, index) => `${row},${index === 0 ? 'other' : ((index * 7) % 13) / 2}`).join('\n');
  await chooseTable(page, 'one-bad.csv', content);
  await answerTargets(page, ['value', 'other']);
  await figure(page, 'rows left out', '1');
  await page.getByText('1 row or value left out').click();
  const rejected = page.getByRole('region', { name: 'Rows left out' }).locator('tbody tr');
  assert.match((await rejected.locator('th, td').allInnerTexts()).join(' '), /^4 smiles C1CC .+/);
  await figure(page, 'targets', '2');
  await page.getByText(/^Columns: /).click();
  await page.getByLabel('What other is').selectOption('ignored');
  await figure(page, 'target', '1');
  await page.context().close();
});

browserTest('where several columns may be the target, the page asks which, and no option has to be known', async () => {
  const { page, errors } = await site.open();
  const [header, ...rows] = numbers.split('\n');
  const content = rows.map((row, index) => `${row},${((index * 7) % 13) / 2},${300 + index / 3}`);
  await chooseTable(page, 'open.csv', [`${header},"other, <b>",molecular weight`, ...content].join('\n'));
  const question = page.getByRole('group', { name: propertyQuestion });
  await question.waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  const boxes = question.getByRole('checkbox');
  // The columns are looked at once the question stands.
  await question.getByRole('checkbox', { name: 'molecular weight' }).waitFor();
  assert.equal(await question.getByRole('checkbox', { checked: true }).count(), 1, 'the best guess is ticked');
  assert.equal(await boxes.count(), 3, 'every column but the structures can be learned');
  await question.getByText('0, 0.25, 0.5').waitFor();
  await page.locator('#data').getByText('Column molecular weight is numeric').waitFor();
  const learn = page.getByRole('button', { name: 'Learn what is ticked' });
  await boxes.first().uncheck();
  assert.equal(await learn.isDisabled(), true);
  await assertAccessible(page, 'asked');
  await answerTargets(page, ['other, <b>']);
  await figure(page, 'target', '1');
  await page.getByText('Columns: smiles, other, <b>, and 2 ignored').waitFor();
  assert.deepEqual(errors, []);
  await page.context().close();
});

browserTest('names and cells with markup are shown as they are and never run', async () => {
  const { page, errors } = await site.open();
  const evil = '<img src=x onerror="globalThis.intruder=1">';
  const quoted = `"${evil.replaceAll('"', '""')}"`;
  const rows = numbers
    .split('\n')
    .map((row, index) => `${row},${index === 0 ? quoted : index === 2 ? quoted : '=cmd()'}`);
  await chooseTable(page, `${evil}.csv`, [...rows, `${quoted},1,x`].join('\n'));
  await page.getByRole('heading', { name: '<img src=x' }).waitFor();
  await page.getByText(/^Columns: /).click();
  await page.getByRole('region', { name: 'Columns of the table' }).getByText('<img src=x').first().waitFor();
  await page.getByText('left out, and why').click();
  await page.getByRole('region', { name: 'Rows left out' }).getByText('<img').first().waitFor();
  assert.equal(await page.evaluate(() => 'intruder' in globalThis), false);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
  assert.deepEqual(errors, []);
  await page.context().close();
});

browserTest('files are dropped: a packed table, an SDF, and one whose name is hostile or a path', async () => {
  const { page, errors } = await site.open();
  await dropTable(page, 'packed.csv.gz', gzipSync(numbers));
  await page.getByRole('heading', { name: /^packed\.csv\.gz/ }).waitFor();
  await figure(page, 'molecules', '12');
  await dropTable(page, 'chains.sdf', alkanes(15));
  await page.getByRole('heading', { name: /^chains\.sdf/ }).waitFor();
  await figure(page, 'molecules', '15');
  await page
    .getByRole('img', { name: /^Structure of/ })
    .nth(5)
    .waitFor();
  assert.equal(await page.getByRole('img', { name: /^Structure of/ }).count(), 6);
  await page.getByText(/^Columns: /).click();
  assert.equal(await page.getByLabel('What boiling point is').inputValue(), 'target');
  const hostile = '../../etc/<script>globalThis.intruder=1</script>%00\u202Evsc.csv';
  await dropTable(page, hostile, `${numbers}\nC1CC,1\n`);
  await page.getByRole('heading', { name: '<script>globalThis.intruder=1</script>' }).waitFor();
  await page.getByText('left out, and why').click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all' }).click();
  assert.match((await download).suggestedFilename(), /^[\w-]+_rejects\.csv$/);
  assert.equal(await page.evaluate(() => 'intruder' in globalThis), false);
  assert.deepEqual(errors, []);
  await page.context().close();
});

browserTest('a file that misses the places for it does not take the page away', async () => {
  const { page } = await site.open();
  await page.getByRole('button', { name: 'Use the example' }).waitFor();
  const isTaken = await page.evaluate(() => {
    const events = ['dragover', 'drop'].map((name) => new DragEvent(name, { bubbles: true, cancelable: true }));
    for (const event of events) document.querySelector('#results')!.dispatchEvent(event);
    return events.every((event) => event.defaultPrevented);
  });
  assert.equal(isTaken, true);
  await page.context().close();
});

browserTest('a pasted table is read, and a setting that cannot be used is named before anything starts', async () => {
  const { page } = await site.open();
  await page.getByText('Or paste it').click();
  await page.getByLabel('Table as text').fill(numbers);
  await page.getByRole('button', { name: 'Read this table' }).click();
  await figure(page, 'molecules', '12');
  await page.getByLabel('Optimizer', { exact: true }).selectOption('graphsam');
  await page.getByText('Settings of the optimizer').click();
  const rho = page.getByLabel('rho', { exact: true });
  await rho.fill('-1');
  await rho.blur();
  await page.getByText('Has to be at least 0').waitFor();
  await page.getByRole('button', { name: 'Start training' }).click();
  const alert = page.locator('#train').getByRole('alert');
  assert.match((await alert.textContent())!, /rho/);
  await page.getByText('Split, seed, steps and device').click();
  for (const [name, typed] of [
    ['Epochs', 'abc'],
    ['Seed', ''],
    ['Test set, %', '20'],
  ] as const) {
    await page.getByLabel(name, { exact: true }).fill(typed);
    await page.getByLabel(name, { exact: true }).blur();
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await alert.filter({ hasText: '“Epochs”: “abc” is no number. “Seed”: A number is needed.' }).waitFor();
  await page.getByLabel('Epochs', { exact: true }).fill('2');
  await page.getByLabel('Seed', { exact: true }).fill('1');
  await page.getByRole('button', { name: 'Start training' }).click();
  await alert.filter({ hasText: /“Test set, %” sum to 110 %\.\s*Let them sum to 100 %/ }).waitFor();
  assert.equal(await page.getByRole('region', { name: 'Trainings', exact: true }).count(), 0);
  await page.context().close();
});

browserTest('every optimizer of the registry is offered, with its summary and its hyper-parameters', async () => {
  const { page } = await site.open();
  await chooseTable(page, 'good.csv', numbers);
  const select = page.getByLabel('Optimizer', { exact: true });
  await select.waitFor();
  const names = await select.locator('option').allInnerTexts();
  assert.ok(names.length >= 22, names.join());
  await select.selectOption('looksam');
  await page.getByText('Settings of the optimizer').click();
  await page
    .getByLabel('period', { exact: true })
    .or(page.getByLabel('k', { exact: true }))
    .first()
    .waitFor();
  await page.context().close();
});

browserTest('a device with little memory is asked to take a smaller model, by one click', async () => {
  const { page } = await site.open();
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.5 }));
  await page.reload();
  await chooseTable(page, 'good.csv', numbers);
  await page.getByLabel('Optimizer', { exact: true }).selectOption('graphsam');
  await page.getByLabel('Size', { exact: true }).selectOption('full');
  await page.getByText('Too large for this device').waitFor();
  await page.getByRole('button', { name: 'Use the smaller model' }).click();
  await page.getByText('Too large for this device').waitFor({ state: 'detached' });
  await page.getByText('Settings of the model').click();
  assert.ok(Number(await page.getByLabel('width', { exact: true }).inputValue()) < 256);
  // Two trainings side by side need the memory of two.
  const alone = Number(/About (\d+) MB/.exec((await page.getByText(/^About \d+ MB/).textContent())!)![1]);
  await page.getByLabel('Compare optimizers').check();
  const both = await page.getByText(/^About \d+ MB of memory for 2 trainings/).textContent();
  const sum = Number(/About (\d+) MB/.exec(both!)![1]);
  assert.ok(sum > 1.9 * alone && sum <= 2 * alone + 1, `${sum} MB together, ${alone} MB alone`);
  await page.getByRole('button', { name: 'Leave out the comparison' }).click();
  await page.getByText('Too large for this device').waitFor({ state: 'detached' });
  await page.context().close();
});

browserTest('a column of a refused table can be taken instead', async () => {
  const { page } = await site.open();
  const rows = numbers.split('\n').map((row, index) => `${row},${index === 0 ? 'id' : index * 1.5}`);
  await chooseTable(page, 'hidden.csv', rows.map((row) => row.replace(/^([^,]*),[^,]*,/, '$1,')).join('\n'));
  await page.locator('legend', { hasText: 'Which property' }).waitFor();
  await page.getByRole('checkbox', { name: /^id\b/ }).check();
  await page.getByRole('button', { name: 'Learn what is ticked' }).click();
  await page.getByRole('heading', { name: /hidden\.csv/ }).waitFor();
  await figure(page, 'target', '1');
  await page.context().close();
});

browserTest('settings stand in the address, and a link brings them back', async () => {
  const { page, context } = await site.open();
  await chooseTable(page, 'good.csv', numbers);
  await page.getByLabel('Optimizer', { exact: true }).selectOption('sam');
  await page.getByText('Settings of the optimizer').click();
  await page.getByLabel('rho', { exact: true }).fill('0.2');
  await page.getByLabel('Epochs', { exact: true }).fill('7');
  await page.getByLabel('Epochs', { exact: true }).blur();
  await page.waitForFunction(() => location.search.includes('epochs=7'));
  const other = await context.newPage();
  await other.goto(page.url());
  await chooseTable(other, 'good.csv', numbers);
  await other.getByText('Settings of the optimizer').click();
  assert.equal(await other.getByLabel('Optimizer', { exact: true }).inputValue(), 'sam');
  assert.equal(await other.getByLabel('rho', { exact: true }).inputValue(), '0.2');
  assert.equal(await other.getByLabel('Epochs', { exact: true }).inputValue(), '7');
  await context.close();
});

browserTest(
  'a browser without WebGPU says so where the device is chosen, and a misspelled device is refused',
  async () => {
    const { page } = await site.open();
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
    await page.goto(`${site.url}?device=webgpux`);
    await chooseTable(page, 'good.csv', numbers);
    await page.getByText('Split, seed, steps and device').click();
    const device = page.getByLabel('Computed by');
    assert.deepEqual(await device.locator('option').allInnerTexts(), [
      'automatic: the CPU',
      'the CPU, by WebAssembly',
      'a GPU by WebGPU',
    ]);
    assert.equal(await device.locator('option[value=webgpu]').isDisabled(), true);
    await page.getByText('This browser has no WebGPU. Chrome and Edge have it').waitFor();
    await page.getByRole('button', { name: 'Start training' }).click();
    await page
      .locator('#train')
      .getByRole('alert')
      .filter({ hasText: /webgpux/ })
      .waitFor();
    await page.context().close();
  },
);

browserTest('the keyboard alone reaches the example, the settings and the start', async () => {
  const { page } = await site.open();
  await tabTo(page, 'Use the example');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await tabTo(page, 'Compare optimizers');
  await page.keyboard.press('Space');
  assert.equal(await page.getByLabel('Compare optimizers').isChecked(), true);
  await page.keyboard.press('Space');
  assert.equal(await page.getByLabel('Compare optimizers').isChecked(), false);
  await tabTo(page, 'Start training');
  await page.keyboard.press('Enter');
  // The focus stays on the button, which is now called Pause.
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Trainings', exact: true }).getByText('paused').waitFor();
  await page.context().close();
});

browserTest('an empty page and a page with a table are accessible in both themes and widths', async () => {
  const { page } = await site.open();
  await page.getByRole('button', { name: 'Use the example' }).waitFor();
  await assertAccessible(page, 'empty');
  await page.getByRole('button', { name: 'Use the example' }).click();
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  const folded = page.locator('details:not([open]) > summary:visible');
  while ((await folded.count()) > 0) await folded.first().click();
  await assertAccessible(page, 'with a table, everything unfolded');
  await page.context().close();
});

browserTest('once loaded, the page opens and reads a table without a network', async () => {
  const { page, context } = await site.open({ serviceWorkers: 'allow' });
  const kept = await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const [store] = await caches.keys();
    return (await (await caches.open(store!)).keys()).map(({ url }) => url);
  });
  const { chosen } = siteFiles(site.folder);
  assert.ok(kept.length > 10, kept.join());
  assert.deepEqual(
    kept.filter((url) => chosen.some((name) => url.endsWith(name))),
    [],
    'what only a choice loads is not fetched for it',
  );
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Use the example' }).click();
  await figure(page, 'molecules', '515');
  await page.getByRole('button', { name: /^Use it .*Solubility in water$/ }).click();
  await page.getByText('There is no connection to load it by.').waitFor();
  await context.close();
});

/** Straight chains of one to so many carbon atoms, as an SDF with a number for each. */
function alkanes(most: number): string {
  const records = Array.from({ length: most }, (_, index) => {
    const carbons = Array.from({ length: index + 1 }, (_, place) => place);
    const count = (number: number): string => String(number).padStart(3);
    return [
      `chain ${index + 1}`,
      '',
      '',
      `${count(index + 1)}${count(index)}  0  0  0  0  0  0  0  0999 V2000`,
      ...carbons.map((place) => `${(1.3 * place).toFixed(4).padStart(10)}    0.0000    0.0000 C   0  0`),
      ...carbons.slice(1).map((place) => `${count(place)}${count(place + 1)}  1  0`),
      'M  END',
      '>  <boiling point>',
      String(-160 + 30 * index),
      '',
      '$$$$',
    ].join('\n');
  });
  return `${records.join('\n')}\n`;
}

/** Waits for a number with this name in the summary of the table. */
async function figure(page: Page, name: string, value: string): Promise<void> {
  const entry = page.locator('.figures > div').filter({ has: page.getByText(name, { exact: true }) });
  await entry.getByText(value, { exact: true }).waitFor();
}

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const focused = document.activeElement as (HTMLElement & { labels?: NodeListOf<HTMLElement> }) | null;
      return (focused?.labels?.[0] ?? focused)?.textContent?.trim() ?? '';
    });
    if (found.startsWith(name)) return;
  }
  assert.fail(`Tab never reaches ${name}`);
}
