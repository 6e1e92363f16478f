import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigError } from '../base/index.ts';
import { described } from '../config/index.ts';
import { predictSettingsSchema } from '../predict/index.ts';
import { machineSettings } from '../runs/index.ts';
import { describeError } from './describe-error.ts';
import { valueFromText } from './option.ts';
import { optionNames } from './option-names.ts';
import { commandSettings } from './setting-options.ts';

const group = 'Sizes:';
const sizes = commandSettings(
  'measure',
  z.strictObject({
    measure: z
      .strictObject({
        rows: described(z.int().min(1).default(512), { group, help: 'rows', short: 'r', placeholder: 'N' }),
        scale: described(z.enum(['linear', 'log']).default('linear'), {
          group,
          help: 'scale',
          shorthands: [{ option: 'logarithmic', value: 'log' }],
        }),
        exact: described(z.boolean().default(false), { group, help: 'exact', isSwitch: true }),
        header: described(z.boolean().default(true), { group, help: 'none', option: 'no-header', isOffSwitch: true }),
      })
      .prefault({}),
    machine: machineSettings(group),
  }),
);

test('options have name, kind, choices and default of their schema', () => {
  const shown = sizes.options.map(({ name, kind, default: standard, choices }) => ({ name, kind, standard, choices }));
  assert.deepEqual(shown.slice(0, 5), [
    { name: 'rows', kind: 'integer', standard: '512', choices: undefined },
    { name: 'scale', kind: 'text', standard: 'linear', choices: ['linear', 'log'] },
    { name: 'logarithmic', kind: 'flag', standard: undefined, choices: undefined },
    { name: 'exact', kind: 'flag', standard: undefined, choices: undefined },
    { name: 'no-header', kind: 'flag', standard: undefined, choices: undefined },
  ]);
});

test('what was given is read with the defaults, switches and the names of devices', () => {
  const { measure, machine } = sizes.read({ logarithmic: true, 'no-header': true, device: 'cpu', threads: 2 });
  assert.deepEqual(measure, { rows: 512, scale: 'log', exact: false, header: false });
  assert.deepEqual(machine, { threads: 2, backend: 'native' });
  assert.equal(sizes.read({ device: 'auto' }).machine.backend, undefined);
});

test('what the schema does not allow is refused with the option, what it takes and what was found', () => {
  const refused = (options: Readonly<Record<string, string>>) => {
    const given = Object.entries(options).map(([name, text]) => {
      return [name, valueFromText(sizes.options.find((option) => option.name === name)!, text)] as const;
    });
    try {
      sizes.read(Object.fromEntries(given));
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return describeError(error, optionNames(sizes.options));
    }
    assert.fail('nothing was refused');
  };
  for (const text of ['0', '1.5', 'many', '1,5']) {
    const { code, setting, what, where, advice } = refused({ rows: text });
    assert.deepEqual([code, setting], ['invalid-configuration', '/measure/rows']);
    assert.deepEqual([where, advice], ['graphsam measure', 'See graphsam measure --help.']);
    assert.match(what, /^--rows: expected .*, found /);
  }
  assert.match(refused({ rows: '1,5' }).what, /decimal sign is a point/);
  assert.match(refused({ scale: 'lag' }).what, /one of linear, log, found "lag" \(did you mean log\?\)/);
  assert.deepEqual(
    [refused({ device: 'gpu' }).code, refused({ device: 'gpu' }).setting],
    ['unknown-name', '/machine/backend'],
  );
});

test('every option of a prediction has a place in its schema, and none is left without a default or a word about it', () => {
  const settings = commandSettings('predict', predictSettingsSchema).read({});
  assert.equal(settings.data.onInvalid, 'keep');
  assert.equal(settings.predict.coverage, undefined);
});
