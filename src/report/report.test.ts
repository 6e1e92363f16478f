import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { SharpnessFile } from '../analysis/curvature/sharpness-file.ts';
import { defaultSharpnessOptions } from '../analysis/settings.ts';
import { collectTrainingMolecules } from '../applicability/index.ts';
import { assertWellFormed } from '../charts/well-formed.test.helper.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { runTexts } from './example-run.test.helper.ts';
import { type ReportedRun, readReportedRun } from './reported-run.ts';
import { runReport } from './run-report.ts';
import { runsReport } from './runs-report.ts';
import { settingsOf } from './settings.ts';
import { testSection } from './test-section.ts';

let chemistry: Chemistry;
before(async () => {
  chemistry = await loadChemistry();
});

const report = async (options: Parameters<typeof runTexts>[0]): Promise<string> =>
  runReport(await readReportedRun(runTexts(options)), chemistry);

/** What stands between `<body>` and its end, as XML. */
function bodyOf(html: string): string {
  return /<body>.*<\/body>/s.exec(html)![0];
}

test('the report of a regression shows its metric, its curves, its worst molecules as structures, and what was chosen', async () => {
  const html = await report({ taskType: 'regression', tasks: ['logS'] });
  assertWellFormed(bodyOf(html));
  for (const title of [
    'Predicted and measured values',
    'Residuals',
    'Training loss',
    'Validation rmse',
    'Worst predictions',
  ]) {
    assert.ok(html.includes(`${title}</h`), title);
  }
  assert.match(html, /<dt>test rmse<\/dt><dd>0\.5/);
  assert.match(html, /<title>Structure of c1ccccc1O<\/title><path d="M/);
  assert.match(html, /<td>optimizer\.name<\/td>|<th scope="row">optimizer\.name<\/th><td>sam<\/td><td>adam<\/td>/);
  assert.match(html, /a leak/);
});

test('targets of different units are judged by deviations of each, and a part without labels has none', async () => {
  const texts = runTexts({ taskType: 'regression', tasks: ['large', 'small'] });
  const run = JSON.parse(texts.run);
  const values = { rmse: { mean: 883.6, perTask: [1767, 0.107], undefinedTasks: 0, standardized: 2.018 } };
  Object.assign(run.result, { test: values, validation: values });
  Object.assign(run.split.parts[1].tasks[0], { labeled: 0, mean: null, std: null });
  const html = runReport(await readReportedRun({ ...texts, run: JSON.stringify(run) }), chemistry);
  assert.match(html, /<dt>test rmse, standardized<\/dt><dd>2\.018/);
  assert.match(html, /mean over tasks, standardized<\/th><td[^>]*>2\.018/);
  assert.doesNotMatch(html, /Test rmse by task|NaN/);
  assert.match(html, /no labels/);
  const nothing = runReport(await readReportedRun(texts), chemistry, { trust: {} });
  assert.doesNotMatch(nothing, /drawn like the validation set/);
});

test('the report of a classification shows ranking curves and calibration of every task, and its overview', async () => {
  const html = await report({ taskType: 'classification', tasks: ['NR-AR', 'SR-p53'] });
  assertWellFormed(bodyOf(html));
  assert.equal(html.match(/<h3>ROC curve<\/h3>/g)!.length, 2);
  assert.equal(html.match(/<h3>Calibration<\/h3>/g)!.length, 2);
  assert.match(html, /Test roc-auc by task/);
});

test('of very many tasks the first hundred have charts, and all have numbers', async () => {
  const tasks = Array.from({ length: 103 }, (_, task) => `task ${task}`);
  const run = await readReportedRun(runTexts({ taskType: 'classification', tasks }));
  const page = String(testSection(run, undefined)!.content);
  assert.equal(page.match(/<details class="task">/g)!.length, 100);
  assert.match(page, /The first 100 of 103 tasks have charts here/);
  assert.match(page, /<th scope="row">task 102<\/th>/);
});

test('names and cells of a hostile table are text and nothing else, and the page may load nothing', async () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const html = await report({ taskType: 'regression', tasks: [evil], name: evil, smiles: evil, note: evil });
  assert.doesNotMatch(html, /<script|<img|<iframe|<link|<object|onerror=alert\(1\)>"/i);
  const elements = new Set(assertWellFormed(bodyOf(html)));
  for (const element of ['script', 'img', 'iframe', 'style', 'link', 'object']) assert.ok(!elements.has(element));
  assert.match(html, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
  assert.doesNotMatch(html.replaceAll('http://www.w3.org/2000/svg', ''), /https?:\/\//);
});

test('a run that has not finished has a report that says so', async () => {
  const html = await report({ taskType: 'regression', tasks: ['logS'], finished: false });
  assert.match(html, /This run is not finished/);
  assert.match(html, /Training loss/);
  assert.doesNotMatch(html, /Worst predictions/);
});

test('several runs stand side by side with the settings in which they differ', async () => {
  const first = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'], name: 'run' }));
  const second = await readReportedRun(
    runTexts({ taskType: 'regression', tasks: ['logS'], name: 'run', optimizer: 'adam' }),
  );
  const html = runsReport([first, second]);
  assertWellFormed(bodyOf(html));
  assert.match(html, /<th scope="row">optimizer\.name<\/th><td>sam<\/td><td>adam<\/td>/);
  assert.match(html, /run \(2\)/);
  assert.doesNotMatch(html, /different molecules/);
  const third = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'], firstLine: 50 }));
  assert.match(runsReport([first, third]), /tested on different molecules/);
});

test('runs of several quantities stand side by side with means that are free of their units', async () => {
  const run = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['small', 'large'], name: 'run' }));
  const { result } = run.facts;
  const values = { rmse: { ...result!.test!.rmse!, mean: 500, standardized: 0.625 } };
  const facts = { ...run.facts, result: { ...result!, test: values, validation: values } };
  const html = runsReport([{ ...run, facts }, run]);
  assert.match(html, /<th[^>]*>test standardized rmse<\/th><th[^>]*>validation standardized rmse<\/th>/);
  assert.match(html, /<td[^>]*>0\.625<\/td><td[^>]*>0\.625<\/td>/);
  assert.doesNotMatch(bodyOf(html), />500<|Whiskers/);
});

test('files that are damaged or of something else are named', async () => {
  const texts = runTexts({ taskType: 'regression', tasks: ['logS'] });
  const refused = async (changed: Partial<typeof texts>, where: RegExp, what = /./): Promise<void> =>
    assert.rejects(readReportedRun({ ...texts, ...changed }), { code: 'run-damaged', where, what });
  await refused({ run: '{' }, /^example\/run\.json$/);
  await refused({ run: '{"format":1}' }, /^example\/run\.json$/, /graphsam/);
  await refused({ predictions: 'a,b\n1,2\n' }, /^example\/predictions\.csv/, /\b5\b.*\b1 task.*\b2\b/);
  await refused({ metrics: '{"epoch":\n{}\n' }, /^example\/metrics\.jsonl, line 1$/);
});

test('sharpness that was measured besides has a section with its numbers, and without it there is none', async () => {
  const run = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'] }));
  const estimate = { mean: 0.0625, standardError: 0.01, draws: 10 };
  const measured = {
    run: {
      name: 'example',
      optimizer: { name: 'sam', hyperparameters: {} },
      weights: { choice: 'best', epoch: 2 },
      loss: 'rmse',
      test: null,
    },
    rows: { part: 'train', count: 10, batchSize: 5, checksum: 'ab' },
    sharpness: {
      loss: 0.25,
      gradientNorm: 3,
      hessian: { method: 'exact' },
      eigenvalues: null,
      trace: null,
      epsilonSharpness: { rise: 0.125, riseOfOneStep: 0.1 },
      mSharpness: { rise: estimate, riseOfOneStep: estimate },
    },
  };
  const options = { ...defaultSharpnessOptions, eigenvalues: 0, traceDraws: 0 };
  const sharpness = {
    kind: 'sharpness',
    format: 1,
    graphsam: '0.1.0',
    options,
    runs: [measured],
  } as unknown as SharpnessFile;
  const html = runReport(run, chemistry, { sharpness });
  assertWellFormed(bodyOf(html));
  assert.match(html, /Sharpness and landscape<\/h2>.*epsilon-sharpness<\/th><td>0\.125</s);
  assert.doesNotMatch(runReport(run, chemistry), /Sharpness and landscape/);
});

/** A run of several models. */
async function runOfMembers(folds: readonly number[], split: object = {}): Promise<ReportedRun> {
  const run = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'] }));
  const { epochs, bestEpoch, validation, test: tested } = run.facts.result!;
  const members = folds.map((fold, index) => ({
    ...{ folder: `member_${index}`, seed: index, fold, epochs, bestEpoch, validation, test: tested, seconds: 1 },
  }));
  const facts = { ...run.facts, split: { ...run.facts.split, ...split }, result: { ...run.facts.result!, members } };
  return { ...run, facts };
}

test('a blend lists its networks and its trees with their weights', async () => {
  const learners = [
    { name: 'descriptor-forest', weight: 0.25 },
    { name: 'boosted-trees', weight: 0.15 },
  ];
  const trees = { generators: [], columns: ['MolWt'], fromFile: 0, networkWeight: 0.6, learners };
  const run = await runOfMembers([0, 0]);
  const html = runReport(run, chemistry, { trees });
  assert.match(html, /weighted mean: 0\.6 mean of the networks \+ 0\.25 descriptor-forest \+ 0\.15 boosted-trees/);
  assert.match(html, /member_1<\/th><td[^>]*>0\.3<.*trees: descriptor-forest<\/th><td[^>]*>0\.25</s);
  assert.match(html, /together, with the trees/);
  assert.match(runReport(run, chemistry), /Together, they predict their mean\./);
});

test('networks that predict several quantities are measured by means that are free of their units', async () => {
  const run = await runOfMembers([0, 0]);
  const { rmse } = run.facts.result!.test!;
  const test = { rmse: { ...rmse!, mean: 500, standardized: 0.25 } };
  const members = run.facts.result!.members!.map((member) => ({ ...member, test }));
  const html = runReport(
    { ...run, facts: { ...run.facts, result: { ...run.facts.result!, test, members } } },
    chemistry,
  );
  const table = /Metrics of each model and of all.*?<\/table>/s.exec(html)?.[0] ?? '';
  assert.match(table, /test standardized rmse.*member_1<\/th><td[^>]*>seed 1<\/td><td[^>]*>0\.25</s);
  assert.doesNotMatch(table, />500</);
});

test('an ensemble of folds has the counts of all folds, and says which model judges a molecule', async () => {
  const html = runReport(await runOfMembers([0, 1], { folds: 2 }), chemistry);
  assert.match(html, /<dt>molecules<\/dt><dd>30.*in 2 folds, each judged by the model that was not trained on it/s);
  assert.match(html, /The parts count all 2 folds together\./);
  // Written before the parts of all folds were counted.
  assert.match(runReport(await runOfMembers([0, 1]), chemistry), /Parts of the first fold/);
  assert.doesNotMatch(runReport(await runOfMembers([0, 0]), chemistry), /first fold|\d folds/);
});

test('rows of charts are counted in words that have a plural', async () => {
  const run = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'] }));
  const molecules = run.test!.smiles.flatMap((text) => {
    const molecule = chemistry.parse(text);
    return isRejection(molecule) ? [] : [molecule];
  });
  const training = collectTrainingMolecules({ molecules, tasks: 1, targets: molecules.map(() => 0) }, [0, 1, 2]);
  const trust = { conformal: { normalized: false, targets: [{ scores: [molecules.map((_, at) => at / 4)] }] } };
  const html = runReport(run, chemistry, { training, trust });
  assert.match(html, /share of true values inside of \d+ molecule groups/);
  assert.match(html, /of \d+ similarity ranges/);
  assert.doesNotMatch(html, /moleculess|similaritys/);
});

test('settings that differ from the default come first, each beside its default', async () => {
  const { facts } = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'] }));
  const settings = settingsOf(facts);
  assert.deepEqual(
    settings.filter(({ differs }) => differs),
    [
      { name: 'optimizer.name', value: 'sam', usual: 'adam', differs: true },
      { name: 'training.epochs', value: '3', usual: '60', differs: true },
    ],
  );
  assert.deepEqual(settings.at(-1), { name: 'model.settings.width', value: '256', usual: '256', differs: false });
});

test('a column that is named as measured gives axis titles without the word twice', async () => {
  const run = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['measured logS'] }));
  const html = runReport(run, chemistry);
  assert.match(html, />measured logS<\/text>/);
  assert.match(html, />predicted logS<\/text>/);
});
