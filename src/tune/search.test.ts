import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ErrorCode } from '../base/error-codes.ts';
import { RandomStream } from '../base/index.ts';
import { modelNames } from '../models/index.ts';
import { optimizerDefinitions, optimizerNames } from '../optim/index.ts';
import { parseTrainConfig } from '../runs/index.ts';
import { lastPromotion, promotable, rungsOf } from './halving.ts';
import { importanceOf } from './importance.ts';
import { namedSpace, type SpaceName, spaceNames } from './named-spaces.ts';
import { optimismOf } from './optimism.ts';
import { parzenDensity } from './parzen.ts';
import { readSpace } from './read-space.ts';
import { drawPoint, type Parameter, positionOf, type Settings, type Space, settingsAt, sizeOf } from './space.ts';
import { exampleStudy, trialWith } from './study.test.helper.ts';
import { suggest } from './suggest.ts';
import { replicateConfig, withSettings } from './trial-config.ts';

const plain: Space = [
  { path: 'x', kind: 'float', low: -3, high: 5, log: false },
  { path: 'y', kind: 'float', low: 1e-4, high: 1, log: true },
  { path: 'z', kind: 'choice', values: ['a', 'b', 'c'] },
];

test('a value lies where its range says, and is found there again', () => {
  const parameters: Parameter[] = [
    { path: 'f', kind: 'float', low: 1e-4, high: 1e-1, log: true },
    { path: 'i', kind: 'int', low: 2, high: 9, log: false, step: 1 },
    { path: 's', kind: 'int', low: 16, high: 128, log: false, step: 16 },
    { path: 'l', kind: 'int', low: 1, high: 1000, log: true, step: 1 },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...parameters), fc.double({ min: 0, max: 1, noNaN: true }), (parameter, position) => {
      const value = Number(settingsAt([parameter], [position])[parameter.path]);
      assert.ok(parameter.kind !== 'choice' && value >= parameter.low && value <= parameter.high);
      if (parameter.kind === 'int') assert.ok(Number.isInteger((value - parameter.low) / parameter.step));
      assert.equal(settingsAt([parameter], [positionOf(parameter, value)])[parameter.path], value);
    }),
  );
});

test('each whole number of a range is drawn equally often', () => {
  const stream = new RandomStream(1, 'test');
  const counts = new Map<unknown, number>();
  const space: Space = [{ path: 'n', kind: 'int', low: 1, high: 4, log: false, step: 1 }];
  for (let draw = 0; draw < 4000; draw++) {
    const { n } = settingsAt(space, drawPoint(space, stream));
    counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 150, `${[...counts]}`);
  assert.equal(counts.size, 4);
});

test('the density integrates to one, and is highest where points were seen', () => {
  const seen = [
    [0.3, 0.8, 2],
    [0.35, 0.7, 2],
  ];
  const density = parzenDensity(plain, seen);
  const stream = new RandomStream(2, 'test');
  const draws = Array.from({ length: 20_000 }, () => drawPoint(plain, stream));
  const volume = 3;
  const mean = draws.reduce((sum, point) => sum + Math.exp(density.log(point)), 0) / draws.length;
  assert.ok(Math.abs(mean * volume - 1) < 0.05, String(mean * volume));
  assert.ok(density.log([0.32, 0.75, 2]) > density.log([0.9, 0.1, 0]));
});

/** Lowest at x = 2, y = 0.01, z = b. */
function loss({ x, y, z }: Settings): number {
  return (Number(x) - 2) ** 2 + Math.log10(Number(y) / 0.01) ** 2 + (z === 'b' ? 0 : 1);
}

function search(sampler: 'tpe' | 'random', seed: number, trials = 50): Settings[] {
  const done: Settings[] = [];
  for (let number = 0; number < trials; number++) {
    const ranked = done.toSorted((left, right) => loss(left) - loss(right));
    done.push(suggest(plain, { sampler, seed, number, ranked, open: [], check: (settings) => settings })!);
  }
  return done;
}

test('TPE finds better settings than draws at random in as many trials, and the same ones for the same seed', () => {
  const bestOf = (sampler: 'tpe' | 'random') =>
    [0, 1, 2, 3].map((seed) => Math.min(...search(sampler, seed).map(loss)));
  const [tpe, random] = [bestOf('tpe'), bestOf('random')];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(mean(tpe) < 0.5 * mean(random), `${tpe} and ${random}`);
  assert.deepEqual(search('tpe', 5, 14), search('tpe', 5, 14));
  assert.notDeepEqual(search('tpe', 5, 12), search('tpe', 6, 12));
});

test('no settings are tried twice, and a space that is used up is the end', () => {
  const small: Space = [
    { path: 'a', kind: 'choice', values: [1, 2] },
    { path: 'b', kind: 'int', low: 1, high: 3, log: false, step: 1 },
  ];
  assert.equal(sizeOf(small), 6);
  const done: Settings[] = [];
  for (let number = 0; number < 7; number++) {
    const next = suggest(small, {
      sampler: 'tpe',
      seed: 0,
      number,
      ranked: done,
      open: [],
      check: (settings) => settings,
    });
    if (next) done.push(next);
  }
  assert.equal(new Set(done.map((settings) => JSON.stringify(settings))).size, 6);
  assert.equal(done.length, 6);
});

test('a space of which nothing is allowed says why, in three parts', () => {
  const space: Space = [{ path: 'model.settings.width', kind: 'choice', values: [30, 34] }];
  const { base } = exampleStudy();
  const check = (settings: Settings) => withSettings(base, settings, 'space').settings;
  const ask = () => suggest(space, { sampler: 'tpe', seed: 0, number: 0, ranked: [], open: [], check });
  assert.throws(ask, { code: 'space-unusable', where: 'space', what: /\bwidth\b.*\bheads\b/ });
});

for (const model of modelNames) {
  test(`the spaces of ${model} and of every optimizer make configurations that can be trained`, () => {
    for (const name of spaceNames) {
      const optimizers = name === 'optimizer' && model === 'compt' ? optimizerNames : ['graphsam', 'sgd'];
      for (const optimizer of optimizers) {
        const input = { data: { dataset: 'esol' }, model: { name: model }, optimizer: { name: optimizer } };
        const config = parseTrainConfig(input, 'test');
        const space = namedSpace(name, config, new Set());
        assert.ok(space.length > 1, `${optimizer}: ${space.map(({ path }) => path)}`);
        const check = (settings: Settings) => withSettings(config, settings, 'test').settings;
        const settings = suggest(space, { sampler: 'random', seed: 1, number: 0, ranked: [], open: [], check });
        assert.equal(Object.keys(settings!).length, space.length, `${optimizer}: every setting acts`);
      }
    }
  });
}

test('ranges lie around what a training without the search would have: the recipe, or the preset of the authors', () => {
  const rangesOf = (input: Parameters<typeof parseTrainConfig>[0], name: SpaceName = 'basic') => {
    const space = namedSpace(name, parseTrainConfig(input, 'test'), new Set());
    return Object.fromEntries(space.map((parameter) => [parameter.path, parameter]));
  };
  const recipe = rangesOf({ data: { paths: ['own.csv'] } });
  assert.deepEqual(recipe['model.settings.width'], choice('model.settings.width', [32, 64, 128, 256]));
  assert.deepEqual(recipe['schedule.learningRate'], {
    ...{ path: 'schedule.learningRate', kind: 'float', log: true },
    ...{ low: 2e-4, high: 2e-2 },
  });
  assert.deepEqual(rangesOf({ data: { dataset: 'esol' } }), recipe, 'the recipe is the same for every table');
  for (const [preset, heads] of Object.entries({ authors: 8, 'authors/bbbp': 4, esol: 4 })) {
    const ranges = rangesOf({ data: { dataset: 'lipophilicity' }, model: { preset } });
    assert.deepEqual(ranges['model.settings.width'], choice('model.settings.width', [64, 128, 256, 512]), preset);
    assert.deepEqual(ranges['model.settings.heads'], choice('model.settings.heads', [heads / 2, heads, 2 * heads]));
    assert.equal((ranges['schedule.learningRate'] as { high: number }).high, 1e-2);
  }
  const ivon = rangesOf({ optimizer: { name: 'ivon' } }, 'optimizer')['schedule.learningRate'];
  assert.deepEqual([(ivon as { low: number }).low, (ivon as { high: number }).high], [0.01, 1], 'that which it needs');
  const method = { name: 'graphsam', hyperparameters: { rho: 0.2 } };
  const rho = rangesOf({ optimizer: method }, 'optimizer')['optimizer.hyperparameters.rho'];
  assert.deepEqual([(rho as { low: number }).low, (rho as { high: number }).high], [1e-4, 2]);
});

test('radii reach down to those that the project recommends, around each default; shares begin at 0, not beside it', () => {
  for (const { name, hyperparameters } of optimizerDefinitions) {
    const space = namedSpace('optimizer', parseTrainConfig({ optimizer: { name } }, 'test'), new Set());
    const defaults = hyperparameters.parse({}) as Readonly<Record<string, number>>;
    for (const parameter of space) {
      if (parameter.kind !== 'float') continue;
      const last = parameter.path.split('.').at(-1)!;
      assert.ok(parameter.low === 0 || parameter.low > 1e-9, `${name}: ${last} from ${parameter.low}`);
      if (!last.startsWith('rho')) continue;
      assert.deepEqual([parameter.low, parameter.log], [1e-4, true], `${name}: ${last}`);
      assert.ok(parameter.low < defaults[last]! && defaults[last]! < parameter.high, `${name}: ${last}`);
    }
  }
});

const choice = (path: string, values: readonly number[]): Parameter => ({ path, kind: 'choice', values });

test('a setting that was given is not searched', () => {
  const config = parseTrainConfig({ data: { dataset: 'esol' } }, 'test');
  const paths = (given: readonly string[]) => namedSpace('basic', config, new Set(given)).map(({ path }) => path);
  assert.ok(paths([]).includes('model.settings.width'));
  assert.ok(!paths(['model.settings.width']).includes('model.settings.width'));
});

test('settings act only in the optimizer that has them, and those of the base rule go there', () => {
  const config = parseTrainConfig(
    { data: { dataset: 'esol' }, optimizer: { name: 'graphsam', hyperparameters: { beta: 0.9 } } },
    'test',
  );
  const given = {
    'optimizer.name': 'adam',
    'optimizer.hyperparameters.rho': 0.1,
    'optimizer.hyperparameters.weightDecay': 0.01,
  };
  const plainAdam = withSettings(config, given, 'test');
  assert.deepEqual(Object.keys(plainAdam.settings), ['optimizer.name', 'optimizer.hyperparameters.weightDecay']);
  assert.deepEqual(plainAdam.config.optimizer?.hyperparameters, { weightDecay: 0.01 });
  const method = withSettings(config, { ...given, 'optimizer.name': 'graphsam' }, 'test').config.optimizer;
  assert.equal(method?.hyperparameters?.rho, 0.1);
  assert.equal(method?.hyperparameters?.beta, 0.9, 'what was given stays');
  assert.deepEqual(method?.base, {
    name: 'adam',
    hyperparameters: { ...method?.base?.hyperparameters, weightDecay: 0.01 },
  });
  const { training, split } = replicateConfig(config, { seed: 7 });
  assert.deepEqual([training.seed, split.seed, training.baselines], [7, 7, false]);
});

test('a file with a space names line and setting of a mistake', () => {
  const space = readSpace(
    'lr: { low: 1e-4, high: 1e-2, log: true }\nwidth: [64, 128]\noptimizer: [adam, sam]\nbatch-size: {low: 8, high: 64, step: 8}\n',
    's.yaml',
  );
  assert.deepEqual(
    space.map(({ path, kind }) => `${path} ${kind}`),
    ['schedule.learningRate float', 'model.settings.width choice', 'optimizer.name choice', 'training.batchSize int'],
  );
  const mistakes: [text: string, code: ErrorCode, where: string, what: RegExp][] = [
    ['widht: [64]', 'unknown-name', 's.yaml, line 1', /"widht"/],
    ['width: [64]\nepochs: [1, 2]', 'unknown-name', 's.yaml, line 2', /"epochs"/],
    ['width: [64, big]', 'wrong-value', 's.yaml, line 1', /^model\.settings\.width: .*"big"/],
    ['lr: { low: 1, high: 0.1 }', 'wrong-value', 's.yaml, line 1, lr', /\b1\b.*\b0\.1\b/],
    ['lr: { low: 0, high: 0.1, log: true }', 'wrong-value', 's.yaml, line 1, lr', /\blow\b.*\b0\b/],
    ['lr: { low: 0.1 }', 'invalid-configuration', 's.yaml, line 1, lr', /^high: /],
    ['dropout: { low: 0, high: 1.5 }', 'wrong-value', 's.yaml, line 1, dropout', /\b1\.5\b/],
    ['optimizer: [adma]', 'wrong-value', 's.yaml, line 1', /^optimizer\.name: .*"adma"/],
    ['width: [64]\nmodel.settings.width: [32]', 'given-twice', 's.yaml', /^model\.settings\.width /],
    ['[1, 2]', 'unreadable-configuration', 's.yaml', /settings/],
  ];
  for (const [text, code, where, what] of mistakes) {
    assert.throws(() => readSpace(text, 's.yaml'), { code, where, what }, text);
  }
});

test('rungs are thirds of the training, and a short training has none', () => {
  assert.deepEqual(rungsOf(30, 'asha'), [3, 10, 30]);
  assert.deepEqual(rungsOf(100, 'asha'), [4, 11, 33, 100]);
  assert.deepEqual(rungsOf(5, 'asha'), [5]);
  assert.deepEqual(rungsOf(30, 'none'), [30]);
});

test('the best third of a rung goes on, the one that is furthest first, and at the end one comes to the end', () => {
  const at = (number: number, ...values: number[]) => trialWith({ number, values, level: values.length - 1 });
  assert.equal(promotable([at(0, 1), at(1, 2)], 3, 'lower'), undefined);
  assert.equal(promotable([at(0, 1), at(1, 2), at(2, 3)], 3, 'lower')?.number, 0);
  assert.equal(promotable([at(0, 1), at(1, 2), at(2, 3)], 3, 'higher')?.number, 2);
  assert.equal(promotable([{ ...at(0, 1), level: 1 }, at(1, 2), at(2, 3)], 3, 'lower'), undefined, 'it is on its way');
  const further = [at(0, 1, 1), at(1, 1, 3), at(2, 1, 2), at(3, 5), at(4, 6), at(5, 7)];
  assert.equal(promotable(further, 3, 'lower')?.number, 0);
  assert.equal(lastPromotion([at(0, 2), at(1, 1)], 3, 'lower')?.number, 1);
  assert.equal(lastPromotion([at(0, 2, 2, 2), at(1, 1)], 3, 'lower'), undefined);
});

test('the setting that decides has the largest share of the importance', () => {
  const stream = new RandomStream(4, 'test');
  const trials = Array.from({ length: 60 }, (_, number) => {
    const settings = settingsAt(plain, drawPoint(plain, stream));
    return trialWith({ number, settings, values: [(Number(settings.x) - 2) ** 2] });
  });
  const [first, ...others] = importanceOf(exampleStudy({ space: plain }), trials, 'lower');
  assert.equal(first!.path, 'x');
  assert.ok(first!.share > 0.6);
  assert.ok(Math.abs([first!, ...others].reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  assert.deepEqual(importanceOf(exampleStudy({ space: plain }), trials.slice(0, 5), 'lower'), []);
});

test('the best of trials that differ by chance alone is reported as too good, and honestly about average', () => {
  const stream = new RandomStream(6, 'test');
  const study = exampleStudy({ rungs: [9], replicates: [{ seed: 0 }, { seed: 1 }, { seed: 2 }] });
  const trials = Array.from({ length: 200 }, (_, number) => {
    const perReplicate = [0, 1, 2].map(() => 1 + 0.3 * stream.normal());
    return trialWith({ number, perReplicate, values: [perReplicate.reduce((sum, value) => sum + value, 0) / 3] });
  });
  const { chosen, honest } = optimismOf(study, trials, 'lower')!;
  assert.ok(chosen < 0.65, String(chosen));
  assert.ok(Math.abs(honest! - 1) < 0.5 && honest! > chosen + 0.1, String(honest));
});
