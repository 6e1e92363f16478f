/** How probabilities may be corrected, by name. A new way is a file and a line here. */
import { setting } from '../base/index.ts';
import type { TargetCalibration } from './class-calibration.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';
import { fitTemperature } from './temperature.ts';

/** One target's rows that have a label. */
export interface CalibrationRows {
  /** The class of each row. */
  readonly labels: readonly number[];
  /** Of each class, [rows][classes]. */
  readonly probabilities: readonly (readonly number[])[];
  /** The same as logits, up to a constant a row. */
  readonly logits: readonly (readonly number[])[];
}

export interface CalibrationMethod {
  readonly name: string;
  readonly summary: string;
  /** Labels that it needs, and of each class. */
  readonly leastLabels: number;
  readonly leastOfClass: number;
  /** It works on yes and no only. */
  readonly isBinary: boolean;
  fit(rows: CalibrationRows): TargetCalibration;
}

/** Of yes and no: the logit of yes. */
const ofYes = ({ logits }: CalibrationRows): number[] => logits.map(([no, yes]) => yes! - no!);

/** Without a word of the user. */
export const defaultCalibration = 'temperature';

export const calibrationMethods: readonly CalibrationMethod[] = [
  {
    name: 'temperature',
    summary: 'one factor for all logits of a target',
    leastLabels: 50,
    leastOfClass: 5,
    isBinary: false,
    fit: ({ logits, labels }) => fitTemperature(logits, labels),
  },
  {
    name: 'platt',
    summary: 'a factor and a shift of the logits of a target, for yes and no',
    leastLabels: 50,
    leastOfClass: 5,
    isBinary: true,
    fit: (rows) => fitPlatt(ofYes(rows), rows.labels),
  },
  {
    name: 'isotonic',
    summary: 'any rising curve, for yes and no, from 1,000 labels on',
    leastLabels: 1000,
    leastOfClass: 5,
    isBinary: true,
    fit: ({ probabilities, labels }) =>
      fitIsotonic(
        probabilities.map(([, yes]) => yes!),
        labels,
      ),
  },
];

/** What users may choose; `none` leaves probabilities as they are. */
export const calibrationNames: readonly string[] = [...calibrationMethods.map(({ name }) => name), 'none'];

/** Why a method cannot be used on these rows, as the end of a sentence; undefined: it can. */
export function unusable(
  { name, isBinary, leastLabels, leastOfClass }: CalibrationMethod,
  labels: readonly number[],
  classes: number,
): string | undefined {
  if (isBinary && classes !== 2)
    return `${name} is for two classes; ${setting('training.calibration', 'temperature')} for more`;
  if (labels.length < leastLabels)
    return `${name} needs ${leastLabels} validation labels, and there are ${labels.length}`;
  const counts = Array.from({ length: classes }, (_, at) => labels.filter((label) => label === at).length);
  const rare = Math.min(...counts.filter((_, at) => classes === 2 || counts[at]! > 0));
  return rare < leastOfClass
    ? `${name} needs ${leastOfClass} validation labels of a class, and one has ${rare}`
    : undefined;
}
