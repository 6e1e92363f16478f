/** Reports as people meet them: from the command line into a browser. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type ExampleRun, runTexts } from '../src/report/example-run.test.helper.ts';
import { runFiles } from '../src/runs/run-files.ts';
import { assertRefused, graphsam } from './cli/command-line.ts';
import { launchChromium, withoutChromium } from './web/chromium.ts';

/** A run folder whose names and cells try to become elements. */
const hostile = '"><script>document.title = "taken"</script><img src="https://example.com/x">';
const runs: Readonly<Record<string, ExampleRun>> = {
  first: { taskType: 'regression', tasks: ['logS'] },
  second: { taskType: 'regression', tasks: ['logS'], optimizer: 'adam' },
  tasks: { taskType: 'classification', tasks: ['NR-AR', 'SR-p53'] },
  hostile: { taskType: 'regression', tasks: [hostile], smiles: hostile, note: hostile },
};

const folder = mkdtempSync(join(tmpdir(), 'graphsam-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));
before(() => {
  for (const [name, options] of Object.entries(runs)) {
    const texts = runTexts({ ...options, name });
    mkdirSync(join(folder, name));
    for (const file of ['run', 'metrics', 'predictions', 'rejects'] as const) {
      writeFileSync(join(folder, name, runFiles[file]), texts[file]!);
    }
  }
});

describe('graphsam report', () => {
  test('writes the report into the run, or several side by side into a file of their own', async () => {
    const one = await graphsam(['report', 'first'], folder);
    assert.equal(one.code, 0, one.stderr);
    assert.match(readFileSync(join(folder, 'first', 'report.html'), 'utf8'), /Predicted and measured values/);
    const two = await graphsam(['report', 'first', 'second', '-o', 'both.html'], folder);
    assert.equal(two.code, 0, two.stderr);
    assert.match(readFileSync(join(folder, 'both.html'), 'utf8'), /2 runs compared/);
  });

  test('refuses what is no run, a file that exists and a damaged run, each by name', async () => {
    writeFileSync(join(folder, 'taken.html'), 'mine');
    mkdirSync(join(folder, 'damaged'));
    writeFileSync(join(folder, 'damaged', 'run.json'), '{"graphsam":"0.1.0"}');
    const cases: readonly [readonly string[], number, string, RegExp][] = [
      [['report'], 2, 'missing-argument', /graphsam report/],
      [['report', 'nowhere'], 4, 'not-a-run', /nowhere/],
      [['report', 'first', '-o', 'taken.html'], 2, 'output-exists', /taken\.html.*--overwrite/s],
      [['report', 'first', '-o', 'damaged', '--overwrite'], 2, 'output-unusable', /damaged/],
      [['report', 'damaged'], 4, 'run-damaged', /damaged.run\.json/],
    ];
    for (const [args, exit, code, names] of cases) await assertRefused(args, folder, { exit, code, names });
    assert.equal(readFileSync(join(folder, 'taken.html'), 'utf8'), 'mine');
  });
});

describe('a report in a browser', { skip: withoutChromium }, () => {
  let browser: Browser;
  const axe = readFileSync(new URL(import.meta.resolve('axe-core')), 'utf8');
  before(async () => {
    browser = await launchChromium();
    for (const name of Object.keys(runs)) {
      const { code, stderr } = await graphsam(['report', name], folder);
      assert.equal(code, 0, stderr);
    }
    await graphsam(['report', 'first', 'second', '-o', 'side-by-side.html'], folder);
  });
  after(() => browser.close());

  for (const file of ['first/report.html', 'tasks/report.html', 'hostile/report.html', 'side-by-side.html']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${file}, ${colorScheme}: nothing is fetched, nothing runs, nothing scrolls sideways at 400 pixels, axe finds nothing`, async () => {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width: 400, height: 800 },
          bypassCSP: true,
        });
        const page = await context.newPage();
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        const url = pathToFileURL(join(folder, file)).href;
        await page.goto(url);
        assert.deepEqual(requests, [url]);
        assert.doesNotMatch(await page.title(), /^taken$/);
        await openDetails(page);
        assert.ok((await overhang(page)) <= 0, `${await overhang(page)} pixels too wide`);
        // Only the test needs a script inside the page: without bypassCSP its own policy refuses one.
        await page.evaluate(axe);
        assert.deepEqual(await violations(page), []);
        await page.setViewportSize({ width: 1280, height: 800 });
        assert.ok((await overhang(page)) <= 0);
        await context.close();
      });
    }
  }
});

async function openDetails(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
    const found = await axe.run();
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 200))
          .join(' | ')}`,
    );
  });
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
