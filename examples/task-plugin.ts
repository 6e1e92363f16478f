/**
 * A plugin with a kind of task of its own: positive quantities over many orders of magnitude, learned by their logarithm and
 * predicted in their own units.
 *
 *     graphsam train molecules.csv --plugin ./task-plugin.js --task-type magnitude
 */
import { DataError, definePlugin } from 'graphsam';
import { Predictions } from 'graphsam/metrics';
import { regression, type TaskDefinition } from 'graphsam/tasks';
import { exp } from 'graphsam/tensor';

const magnitude: TaskDefinition = {
  ...regression,
  name: 'magnitude',
  words: {
    ...regression.words,
    summary: 'Targets are positive quantities, learned by their logarithm.',
    choice: 'magnitude: a positive number, learned by its logarithm',
  },
  /** Nothing is standardized: logarithms have a scale of their own. */
  fit: (targets, taskNames) => {
    const row = targets.findIndex((value) => value <= 0);
    if (row < 0) return undefined;
    throw new DataError({
      code: 'label-unreadable',
      what: `target ${taskNames[row % taskNames.length]} holds ${targets[row]}, and only positive numbers have a logarithm`,
      advice: 'Leave the row out, or choose the task type regression.',
    });
  },
  head: (space, options) => ({
    ...regression.head(space, options),
    encode: (targets) => targets.map(Math.log),
    transform: (raw) => exp(raw),
  }),
  read: (raw, { taskNames }) => new Predictions(Float64Array.from(raw, Math.exp), { tasks: taskNames.length }),
};

export default definePlugin({ name: 'magnitude-plugin', tasks: [magnitude] });
