import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CheckpointError,
  ConfigError,
  DataError,
  GraphsamError,
  MachineError,
  RunError,
  ShapeError,
} from './errors.ts';

test('an error has its name whatever its class is called, as where the page is minified', () => {
  const classes: Record<string, typeof GraphsamError> = {
    GraphsamError,
    ConfigError,
    DataError,
    ShapeError,
    RunError,
    CheckpointError,
    MachineError,
  };
  for (const [name, Class] of Object.entries(classes)) {
    const Shortened = class e extends Class {};
    const error = new Shortened('wrong');
    assert.deepEqual([error.name, String(error)], [name, `${name}: wrong`]);
  }
});
