/**
 * Labels on a logarithmic scale, and labels with their unit in the cell. Concentrations are spread over many powers of ten; models learn
 * their logarithms, such as pIC50 = -log10(IC50 in mol/L).
 */
import { ConfigError, setting } from '../../base/index.ts';
import type { LabelColumn } from './read-labels.ts';

export const targetTransforms = ['log10', 'negative-log10'] as const;
type TargetTransform = (typeof targetTransforms)[number];

export interface ScaleOptions {
  /** What is learned of each label. Default: the label. */
  readonly targetTransform?: TargetTransform | undefined;
  /** Unit of the labels, as cells may have it behind their number. Molar units are converted to mol/L before the logarithm. */
  readonly targetUnit?: string | undefined;
}

/** mol/L in one of them. */
const molarUnits: Readonly<Record<string, number>> = { M: 1, mM: 1e-3, uM: 1e-6, nM: 1e-9, pM: 1e-12, fM: 1e-15 };

/** In mol/L; undefined for a unit that is no concentration. */
function molarFactor(unit: string): number | undefined {
  const plain = plainUnit(unit);
  return molarUnits[plain.replace(/mol(\/| )?(l|L|dm3|L-1|l-1)?$/, 'M')] ?? molarUnits[plain];
}

/** What labels in this unit are multiplied by before the logarithm. */
function scaleFactor(unit: string | undefined): number {
  return (unit === undefined ? undefined : molarFactor(unit)) ?? 1;
}

/** Both letters for micro, mu and the micro sign, as `u`; no blanks around. */
function plainUnit(unit: string): string {
  return unit.trim().replace(/[\u00b5\u03bc]/g, 'u');
}

/** The cell without the unit behind its number: "12 nM" is "12"; any other cell as it is. */
export function withoutUnit(cell: string, unit: string | undefined): string {
  if (unit === undefined) return cell;
  const [text, ending] = [plainUnit(cell), plainUnit(unit)];
  if (ending === '' || !text.endsWith(ending)) return cell;
  const rest = text.slice(0, text.length - ending.length).trimEnd();
  return /[\d.]$/.test(rest) ? rest : cell;
}

/** `negative log10(IC50 in mol/L)`: what predictions are called, so that nobody takes them for the labels of the table. */
export function scaledName(name: string, { targetTransform, targetUnit }: ScaleOptions): string {
  if (targetTransform === undefined) return name;
  const unit = targetUnit === undefined ? '' : molarFactor(targetUnit) === undefined ? targetUnit.trim() : 'mol/L';
  const inside = unit === '' ? name : `${name} in ${unit}`;
  return `${targetTransform === 'log10' ? '' : 'negative '}log10(${inside})`;
}

/** Values, limits and the name on the scale that is learned. Values of 0 or less have no logarithm: they count as missing. */
export function scaleLabels(column: LabelColumn, options: ScaleOptions): LabelColumn {
  const { targetTransform, targetUnit } = options;
  if (targetTransform === undefined) return column;
  const factor = scaleFactor(targetUnit);
  const sign = targetTransform === 'log10' ? 1 : -1;
  const outside = Array.from(column.values.keys()).filter((index) => column.values[index]! <= 0);
  const name = scaledName(column.name, options);
  return {
    name,
    // Adding the factor's own logarithm keeps powers of ten exact.
    values: column.values.map((value) => (value > 0 ? sign * (Math.log10(value) + Math.log10(factor)) : Number.NaN)),
    ...(column.bounds && {
      bounds: column.bounds.map((side, index) => (column.values[index]! > 0 ? sign * side : 0)),
    }),
    unusable: [
      ...column.unusable,
      ...outside.map((index) => ({
        index,
        value: String(column.values[index]),
        reason: 'a value of 0 or less has no logarithm',
      })),
    ],
    notes: [
      ...column.notes,
      `Target ${column.name} is learned as ${name}.`,
      ...(outside.length > 0
        ? [`Target ${column.name}: values of 0 or less have no logarithm and count as missing: ${outside.length}.`]
        : []),
    ],
  };
}

/** What was measured, from values on the scale that is learned. */
export function unscaled(values: Float64Array, { targetTransform, targetUnit }: ScaleOptions): Float64Array {
  if (targetTransform === undefined) return values;
  const factor = scaleFactor(targetUnit);
  return values.map((value) => 10 ** (targetTransform === 'log10' ? value : -value) / factor);
}

/** Throws ConfigError for a logarithm of classes. */
export function refuseScaledClasses(options: ScaleOptions, isOfClasses: boolean): void {
  if (options.targetTransform === undefined || !isOfClasses) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['data', 'targetTransform'],
    what: 'logarithms are of quantities, and the labels are to be classes',
    advice: `Leave out ${setting('data.targetTransform')}, or ${setting('data.threshold')}, ${setting('data.labelMap')} and ${setting('data.taskType')}.`,
  });
}
