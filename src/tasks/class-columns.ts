/** Tables of one of several classes: the most probable class by name, then a column with the probability of each. */
import { likeliest } from '../metrics/index.ts';
import type { TaskColumns } from './task.ts';

export const classColumns: TaskColumns = {
  suffixes: (classes = []) => ['', ...classes.map((name) => `_${name}`)],
  cells(outputs, classes = [], format) {
    const probabilities = Array.from(outputs).slice(0, classes.length);
    return [classes[likeliest(probabilities)] ?? '', ...probabilities.map(format)];
  },
  outputs: (cells) => cells.slice(1).map((cell) => (cell === '' ? Number.NaN : Number(cell))),
  label: (value, classes = []) => classes[value] ?? '',
  parseLabel(text, classes = []) {
    const label = classes.indexOf(text);
    return label < 0 ? Number.NaN : label;
  },
};
