import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProbes } from './probe-file.ts';
import type { ProbeRecord } from './probe-record.ts';
import { jsonLine } from './run-files.ts';

const record: ProbeRecord = {
  epoch: 1,
  step: 2,
  rho: 0.05,
  perturbationNorm: 3,
  updateNorm: 2,
  curvature: 0.75,
  approximation: { cosine: 0.5, normRatio: 1.5, lossGap: -0.25 },
  change: { perturbation: { cosine: 0.75, relative: 0.5 }, update: { cosine: 0.25, relative: 1 } },
};

test('probed steps come back as they were written, what is not a number included', () => {
  const second: ProbeRecord = {
    ...{ ...record, step: 3, rho: null },
    ...{ curvature: null, approximation: null, change: null },
  };
  const third: ProbeRecord = { ...record, step: 4, approximation: { cosine: Number.NaN, normRatio: 1, lossGap: 0 } };
  const records = [record, second, third];
  assert.deepEqual(parseProbes(records.map(jsonLine).join(''), 'probe.jsonl'), records);
  assert.deepEqual(
    parseProbes(`${jsonLine(record)}{"epoch":1,"st`, 'probe.jsonl'),
    [record],
    'a line that a kill cut off',
  );
  const { curvature: _, ...older } = record;
  assert.deepEqual(parseProbes(`${JSON.stringify(older)}\n`, 'probe.jsonl'), [{ ...record, curvature: null }]);
});

test('a damaged line is reported by file, line and field, with what to do', () => {
  const refused = (line: string, what: RegExp): void => {
    const read = () => parseProbes(`${jsonLine(record)}${line}\n`, 'run/probe.jsonl');
    assert.throws(read, { code: 'run-damaged', where: 'run/probe.jsonl, line 2', what, advice: /delete/ });
  };
  refused('{"epoch":', /JSON/);
  refused('[]', /: the whole: .*\bobject\b/);
  refused(JSON.stringify({ ...record, step: 'two' }), /: step: .*\bnumber\b/);
  const halved = { ...record, change: { perturbation: record.change!.perturbation } };
  refused(JSON.stringify(halved), /: change\.update: .*\bobject\b/);
});
