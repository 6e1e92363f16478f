/** What a training on many molecules holds in memory beside the molecules themselves, said before it is there. */
import { formatCount, setting } from '../base/index.ts';
import type { Molecule } from '../chem/index.ts';
import type { Model } from '../models/index.ts';

/** Rows from which on a note says what memory to expect. */
const manyMolecules = 100_000;
/** Molecules whose features are measured. */
const measured = 100;
/** What classical models hold of a molecule: 2,091 columns of 4 bytes, their bins of one byte, and its fingerprint. */
const bytesOfColumns = 11_500;

interface Held {
  readonly model: Pick<Model, 'featurize'>;
  readonly molecules: readonly Molecule[];
  /** Classical models are fitted, too. */
  readonly areCompared: boolean;
}

/** One warning; none of fewer molecules. */
export function memoryWarnings({ model, molecules, areCompared }: Held): string[] {
  const { length } = molecules;
  if (length < manyMolecules) return [];
  const sample = Array.from({ length: measured }, (_, index) => molecules[Math.floor((index * length) / measured)]!);
  const bytes = sample.reduce((sum, molecule) => sum + bytesOf(model.featurize(molecule)), 0) / measured;
  const inGigabytes = (each: number): string => `${((each * length) / 1e9).toFixed(1)} GB`;
  const further = areCompared
    ? `, and classical models at the end ${inGigabytes(bytesOfColumns)} (${setting('training.baselines', false)} fits none)`
    : '';
  return [`What the model reads of ${formatCount(length)} molecules takes about ${inGigabytes(bytes)} more${further}.`];
}

/** An object, a list or a number, and what an array of numbers has beside them. */
const [bytesOfObject, bytesOfNumber, bytesOfArray] = [56, 8, 150];

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength + bytesOfArray;
  if (typeof value !== 'object' || value === null) return bytesOfNumber;
  return Object.values(value).reduce<number>((sum, each) => sum + bytesOf(each), bytesOfObject);
}
