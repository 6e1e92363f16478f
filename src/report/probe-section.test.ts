import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertWellFormed } from '../charts/well-formed.test.helper.ts';
import type { Chemistry } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { ProbeRecord } from '../runs/probe-record.ts';
import { jsonLine } from '../runs/run-files.ts';
import { runTexts } from './example-run.test.helper.ts';
import { probeSection } from './probe-section.ts';
import { readReportedRun } from './reported-run.ts';
import { runReport } from './run-report.ts';
import { runsReport } from './runs-report.ts';

let chemistry: Chemistry;
before(async () => {
  chemistry = await loadChemistry();
});

/** Perturbation gradients change by `slow` of their length, update gradients by `quick`. */
function probes(count: number, [slow, quick]: readonly [number, number] = [0.25, 1]): ProbeRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    epoch: 1,
    step: index + 1,
    rho: 0.05,
    perturbationNorm: 2,
    updateNorm: 3,
    curvature: 1.125,
    approximation: index === 0 ? null : { cosine: -0.375, normRatio: 1.5, lossGap: 0.0625 },
    change:
      index === 0
        ? null
        : { perturbation: { cosine: 0.75, relative: slow }, update: { cosine: 0.125, relative: quick } },
  }));
}

const example = (name: string, records: readonly ProbeRecord[]) =>
  readReportedRun({
    ...runTexts({ taskType: 'regression', tasks: ['logS'], name }),
    probe: records.map(jsonLine).join(''),
  });

test('a probed run has a section with a chart for each claim and the medians of the run, and others have none', async () => {
  const run = await example('probed', probes(20));
  const html = runReport(run, chemistry);
  assertWellFormed(/<body>.*<\/body>/s.exec(html)![0]);
  for (const title of [
    'Change from step to step',
    'Direction of the moving average',
    'Norm of the moving average',
    'Difference of the perturbed losses',
  ]) {
    assert.ok(html.includes(`<h3>${title}</h3>`), title);
  }
  assert.match(
    html,
    /change by 0\.25 and 1 of their norm \(medians\).*at 19 of 19 steps: this run supports the observation\./,
  );
  assert.match(html, /In this run: median -0\.375, quartiles -0\.375 and -0\.375\./);
  assert.match(html, /curvature of the loss along the perturbation<\/th><td class="number">1\.1[23]5?</);
  assert.match(html, /difference of the perturbed losses<\/th><td class="number">0\.0625</);
  const plain = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'] }));
  assert.doesNotMatch(runReport(plain, chemistry), /id="probe"|moving average/);
});

test('whether the observation holds is said as it was measured', () => {
  const said = (change: readonly [number, number]): string =>
    String(probeSection([{ name: 'a', probes: probes(9, change) }])!.content);
  assert.match(said([2, 1]), /at 0 of 8 steps: this run shows the opposite/);
  assert.match(said([1, 1]), /nothing was perturbed, so the two gradients are identical/);
});

test('a probed run without anything to approximate shows the change of its gradients alone', () => {
  const records = probes(9).map((record) => ({ ...record, approximation: null }));
  const text = String(probeSection([{ name: 'sam', probes: records }])!.content);
  assert.match(text, /<h3>Change from step to step/);
  assert.doesNotMatch(text, /<h3>Direction|<h3>Norm|<h3>Difference|moving average/);
});

test('several probed runs stand side by side, one line and one column each', async () => {
  const runs = [await example('first', probes(20)), await example('second', probes(20, [1, 0.5]))];
  const plain = await readReportedRun(runTexts({ taskType: 'regression', tasks: ['logS'], name: 'plain' }));
  const html = runsReport([...runs, plain]);
  assertWellFormed(/<body>.*<\/body>/s.exec(html)![0]);
  assert.match(
    html,
    /change of perturbation gradient \/ change of update gradient<\/th><td class="number">0\.25<\/td><td class="number">2<\/td>/,
  );
  assert.match(html, /Probed: first: 20 steps, second: 20 steps/);
});

test('many probed steps are drawn as medians with the middle half as a band', () => {
  const text = String(probeSection([{ name: 'a', probes: probes(301) }])!.content);
  assert.match(text, /Each point is the median of up to 11 neighboring probed steps; the band spans the quartiles/);
  assert.match(text, /fill-opacity="0\.18"/);
});

test('a damaged probe.jsonl stops the report with file, line and field', async () => {
  const texts = runTexts({ taskType: 'regression', tasks: ['logS'], name: 'hurt' });
  await assert.rejects(readReportedRun({ ...texts, probe: `${jsonLine(probes(1)[0]!)}{"epoch":1}\n` }), {
    code: 'run-damaged',
    where: /hurt\/probe\.jsonl, line 2$/,
    what: /\bstep\b/,
  });
});
