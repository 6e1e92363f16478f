import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EpochReport, parseTrainConfig, type RunEvent } from '../runs/index.ts';
import { Output } from './output.ts';
import { planLines, settingsOfLevel } from './quality-report.ts';
import { TrainReport } from './train-report.ts';

test('what a level sets is said with what was given instead', () => {
  const config = parseTrainConfig({ training: { quality: 'good', ensembleSize: 3 } }, 'test');
  assert.deepEqual(settingsOfLevel(config), ['--ensemble-size 3 (given; the level has 5)', '--blend true']);
  assert.deepEqual(settingsOfLevel(parseTrainConfig({}, 'test')), []);
});

test('an estimate is called one, and what a limit of time costs is said', () => {
  const wanted = { epochs: 60, networks: 5, trials: 20, atOnce: 2, jobs: 2, trees: 1 };
  const rate = { secondsPerEpoch: 1, overheadSeconds: 1, steps: 20, labels: 100, splits: 1 };
  const plan = { trials: 0, networks: 2, epochs: 40, seconds: 45, wantedSeconds: 400 };
  const lines = planLines({ wanted, rate, plan, limitSeconds: 60 });
  assert.match(lines[0]!, /^Estimate from 20 steps, no promise: about 6:40 for a search of 20 trials and 5 networks/);
  assert.match(lines[1]!, /time limit of 1:00: no search, 2 of 5 networks, 40 of 60 epochs, about 45 s$/);
  assert.equal(planLines({ wanted, rate, plan: { ...plan, seconds: 90 }, limitSeconds: 60 }).length, 3);
  const whole = { trials: 20, networks: 5, epochs: 60, seconds: 400, wantedSeconds: 400 };
  assert.match(planLines({ wanted, rate, plan: whole, limitSeconds: 600 })[1]!, /within the time limit/);
  assert.equal(planLines({ wanted, rate, plan: whole, limitSeconds: undefined }).length, 1);
  const long = planLines({ wanted, rate, plan: whole, limitSeconds: 1 });
  assert.match(long.join(), /more than the time limit of 1\.0 s: nothing to leave out,.*even that may take longer/);
});

test('of an ensemble split and network are said once, and the line of each network has the name of its folder', () => {
  const lines: string[] = [];
  class Listed extends Output {
    override say(text: string | readonly string[]): void {
      lines.push(...[text].flat());
    }
  }
  const report = new TrainReport(new Listed({ quiet: true }));
  report.onEvent({ kind: 'ensemble', folder: 'runs/a', members: 2, atOnce: 1, threads: 2, ofFolds: false });
  const split = { algorithm: 'scaffold', parts: [{ part: 'train', molecules: 9, scaffolds: 4 }] };
  const network = { model: 'compt', preset: 'authors', parameters: 7, optimizer: 'adam', folds: 1, fold: 1, split };
  const epoch = { epoch: 1, trainLoss: 0.5, validation: null, best: false } as EpochReport;
  const of = (member: number, event: object): void =>
    report.onEvent({ kind: 'member', member, members: 2, event } as RunEvent);
  for (const member of [0, 1]) of(member, { kind: 'model', ...network });
  of(0, { kind: 'epoch', report: epoch });
  of(1, { kind: 'time-up', epoch: 3, epochs: 9 });
  assert.match(lines[0]!, /cost up to 2 times as much/);
  assert.match(lines[1]!, /^Split: scaffold: train 9 \(4 scaffolds\)\nModel: compt, .* 7 parameters\nOptimizer: adam$/);
  assert.match(lines[2]!, /^member_0 {2}epoch 1/);
  assert.match(lines[3]!, /^member_1: time is up: training ends after epoch 3 of 9/);
});
