/** What kind of task a table's targets are: found from their values, or checked against what the user said. */
import { DataError, setting } from '../base/index.ts';
import { binary as binaryTask } from './binary.ts';
import { regression } from './regression.ts';
import type { TaskType } from './task.ts';

/** One target column as numbers, NaN where missing. */
export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
}

type Shape = 'empty' | 'binary' | 'twoCodes' | 'classes' | 'continuous';

/** Distinct values above which whole numbers are no longer taken for classes. */
const mostClasses = 10;

/**
 * Classification if every target holds only 0 and 1, regression if none does. `wanted` overrides the finding where the values
 * allow it; classes by name are never found, only wanted. `where` is the file, for messages. Throws DataError where the type is unclear or contradicts the values.
 */
export function findTaskType(
  columns: readonly NumberColumn[],
  wanted: TaskType | undefined,
  where: string,
): { taskType: TaskType; notes: string[] } {
  const shapes = columns.map((column) => ({ column, ...shapeOf(column.values) }));
  const labeled = shapes.filter(({ shape }) => shape !== 'empty');
  const binary = labeled.filter(({ shape }) => shape === 'binary');
  if (wanted === binaryTask.name) {
    const other = labeled.find(({ shape }) => shape !== 'binary');
    if (other) throw notBinary(other.column.name, other, where);
    return { taskType: wanted, notes: [] };
  }
  if (wanted !== undefined) {
    const quantities = wanted === regression.name ? binary : [];
    const notes = quantities.map(({ column }) => `Target ${column.name} holds only 0 and 1; it is read as a quantity.`);
    return { taskType: wanted, notes };
  }
  const codes = labeled.find(({ shape }) => shape === 'twoCodes');
  if (codes) throw notBinary(codes.column.name, codes, where);
  if (binary.length === labeled.length) return { taskType: binaryTask.name, notes: [] };
  if (binary.length > 0) throw mixed(binary, labeled, where);
  const notes = labeled
    .filter(({ shape }) => shape === 'classes')
    .map(
      ({ column, distinct }) =>
        `Target ${column.name} holds only the whole numbers ${distinct.join(', ')}; it is read as a quantity (regression; ${setting('data.taskType', 'multiclass')} reads classes).`,
    );
  return { taskType: regression.name, notes };
}

function shapeOf(values: Float64Array): { shape: Shape; distinct: number[] } {
  const seen = new Set<number>();
  for (const value of values) if (!Number.isNaN(value) && seen.size <= mostClasses) seen.add(value === 0 ? 0 : value);
  const distinct = [...seen].sort((a, b) => a - b);
  if (distinct.length === 0) return { shape: 'empty', distinct };
  if (distinct.every((value) => value === 0 || value === 1)) return { shape: 'binary', distinct };
  const pair = distinct.join(' ');
  if (pair === '-1 1' || pair === '1 2') return { shape: 'twoCodes', distinct };
  const areClasses = distinct.length <= mostClasses && distinct.every(Number.isInteger);
  return { shape: areClasses ? 'classes' : 'continuous', distinct };
}

function notBinary(name: string, { shape, distinct }: { shape: Shape; distinct: number[] }, where: string): DataError {
  const location = `${where}, column ${name}`;
  if (shape === 'twoCodes') {
    const [low, high] = distinct as [number, number];
    return new DataError({
      code: 'classes-unexpected',
      path: ['data', 'labelMap'],
      what: `labels are ${low} and ${high}, expected 0 and 1`,
      where: location,
      advice: `If ${low} means no and ${high} yes, use ${setting('data.labelMap', `${low}=0,${high}=1`)}; if they are quantities, ${setting('data.taskType', 'regression')}.`,
    });
  }
  if (shape === 'classes') {
    const gaps = missingClasses(distinct);
    return new DataError({
      code: 'classes-unexpected',
      path: ['data', 'labelMap'],
      what: `expected the classes 0 and 1 and found ${distinct.join(', ')}${gaps.length > 0 ? ` (without ${gaps.join(', ')})` : ''}`,
      where: location,
      advice: `Use ${setting('data.taskType', 'multiclass')}, map two of them with ${setting('data.labelMap')}, or use ${setting('data.taskType', 'regression')}.`,
    });
  }
  return new DataError({
    code: 'classes-unexpected',
    path: ['data', 'taskType'],
    what: `expected the classes 0 and 1 and found values such as ${distinct.slice(0, 4).join(', ')}`,
    where: location,
    advice: `Use ${setting('data.taskType', 'regression')}, or ${setting('data.threshold', 'X')} to make values of at least X class 1.`,
  });
}

function missingClasses(distinct: readonly number[]): number[] {
  const present = new Set(distinct);
  const last = distinct.at(-1)!;
  return Array.from({ length: Math.max(0, Math.min(last, 20)) }, (_, value) => value).filter(
    (value) => !present.has(value),
  );
}

function mixed(
  binary: readonly { column: NumberColumn }[],
  labeled: readonly { column: NumberColumn }[],
  where: string,
): DataError {
  const isBinary = new Set(binary.map(({ column }) => column.name));
  const other = labeled.map(({ column }) => column.name).filter((name) => !isBinary.has(name));
  return new DataError({
    code: 'task-type-mismatch',
    path: ['data', 'targetColumns'],
    what: `targets of two kinds: classes in ${[...isBinary].join(', ')}; quantities in ${other.join(', ')}`,
    where,
    advice: `Choose targets of one kind with ${setting('data.targetColumns')}.`,
  });
}
