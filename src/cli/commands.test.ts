import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { unwrapped } from '../config/setting-meta.ts';
import { trainConfigSchema } from '../runs/config/train-config.ts';
import { backends, devices } from '../runtime/index.ts';
import { commands } from './commands.ts';
import { outputSettings } from './output-settings.ts';
import { parseCommand } from './parse.ts';
import { trainOptions } from './train-options.ts';

for (const { name, summary, load } of commands) {
  test(`${name}: its examples are commands that it understands, and its file says what the list says`, async () => {
    const definition = await load();
    assert.equal(definition.name, name);
    assert.equal(definition.summary, summary);
    assert.ok(definition.examples.length >= 2 && definition.examples.length <= 4);
    for (const { command } of definition.examples) {
      const [program, called, ...args] = command.split(' ');
      assert.equal(program, 'graphsam');
      assert.ok([name, ...commands.find((entry) => entry.name === name)!.aliases].includes(called!), command);
      assert.ok(await parseCommand(definition, args), command);
    }
  });

  test(`${name}: no two options share a name, an alias or a letter`, async () => {
    const options = [...(await load()).options, ...outputSettings.options];
    const names = options.flatMap((option) => [option.name, ...(option.aliases ?? [])]);
    const letters = options.flatMap(({ short }) => short ?? []);
    for (const list of [names, letters]) assert.equal(new Set(list).size, list.length, list.sort().join(' '));
  });
}

test('commands that compute with a network, or have others do so, take --device, with auto, cpu and every device of the table', async () => {
  const computing = [
    ...['train', 'pretrain', 'compare', 'tune', 'worker', 'predict', 'explain', 'fingerprint', 'serve', 'evaluate'],
    ...['sharpness', 'landscape', 'submit'],
  ];
  for (const { name, load } of commands) {
    const device = (await load()).options.find((option) => option.name === 'device');
    assert.equal(device !== undefined, computing.includes(name), name);
    assert.deepEqual(device?.choices ?? ['auto', 'cpu', 'webgpu', 'cuda', 'wasm'], [
      'auto',
      ...backends.map((backend) => devices[backend].option),
    ]);
  }
});

test('every option of train that has a path in the configuration names a key that is there', () => {
  for (const { name, path } of trainOptions) {
    if (path === undefined || path.startsWith('run.') || path.startsWith('schedule.')) continue;
    const keys = path.split('.');
    // Settings of a model and hyper-parameters are checked by those who own them.
    if (['settings', 'hyperparameters'].includes(keys[1]!)) keys.length = 2;
    let schema: z.ZodType | undefined = trainConfigSchema;
    for (const key of keys) {
      const section = unwrapped(schema);
      schema = section instanceof z.ZodObject ? section.shape[key] : undefined;
      assert.ok(schema, `--${name}: ${path}`);
    }
  }
});
