/**
 * How the probabilities of a classifier are corrected, target by target, as its model file keeps it:
 *   probability = curve(transform(scale * outputs + shift))
 * with the raw outputs (logits) of the network or the ensemble. Temperature scaling is a scale alone, Platt's scaling a scale and a shift,
 * isotonic regression a curve alone. The same for all targets would hide that one of them is far off.
 */
import { z } from 'zod';

/** Points of a rising curve over the probability, joined by lines, level before the first and behind the last. */
const curve = z.object({ from: z.array(z.number()).min(1), to: z.array(z.number()).min(1) });

const targetCalibration = z.object({
  scale: z.number(),
  shift: z.number(),
  curve: curve.optional(),
  /** Labels that it was fitted to; 0: too few, and nothing is changed. */
  labels: z.number(),
});

export const classCalibrationSchema = z.object({
  /** `temperature`, `platt` or `isotonic`. */
  method: z.string(),
  targets: z.array(targetCalibration).min(1),
});

export type Curve = z.output<typeof curve>;
export type TargetCalibration = z.output<typeof targetCalibration>;
export type ClassCalibration = z.output<typeof classCalibrationSchema>;

/** Of a target with too few labels to say more. */
export const unchanged: TargetCalibration = { scale: 1, shift: 0, labels: 0 };

/** Which of the outputs of a target a shift moves: the only one, or that of the second class, against the first. */
export function shiftedOutput(outputs: number): number {
  return outputs > 1 ? 1 : 0;
}

/** The curve at a probability. */
export function curveAt({ from, to }: Curve, probability: number): number {
  const next = from.findIndex((each) => each > probability);
  if (next < 0) return to.at(-1)!;
  if (next === 0) return to[0]!;
  const share = (probability - from[next - 1]!) / (from[next]! - from[next - 1]!);
  return to[next - 1]! + share * (to[next]! - to[next - 1]!);
}

/** Corrected probabilities of each class from logits of each, which may have a constant in common. */
export function calibratedProbabilities(
  logits: readonly number[],
  { scale, shift, curve }: TargetCalibration,
): number[] {
  const shifted = shiftedOutput(logits.length);
  const moved = logits.map((logit, at) => scale * logit + (at === shifted ? shift : 0));
  const top = Math.max(...moved);
  const weights = moved.map((each) => Math.exp(each - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const probabilities = weights.map((weight) => weight / total);
  if (!curve) return probabilities;
  const yes = curveAt(curve, probabilities[1]!);
  return [1 - yes, yes];
}
