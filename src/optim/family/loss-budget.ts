/**
 * LE-SAM's radius: fix the rise of the loss, not the distance. Where the loss is steep the perturbation is short, where it is flat long, up to
 * rho, so that one setting serves losses of any scale.
 *
 *     rho_t = min(sigma_t / (slope + tiny), rho)
 *     sigma_t = sigma until `annealFrom` of the epochs, then falls along half a cosine to 0 in the last epoch (of two or more)
 *
 * slope: of the loss along the perturbation, ||g|| where that is the gradient g at the weights. Methods that do not evaluate
 * there (GraphSAM between anchors, MSAM) take the length of the latest gradient that they have: no slope can exceed ||g||.
 * Source: Wang et al. 2026, arXiv 2605.10183; smithgun2005/LE-SAM-ICML2026, whose cosine begins at epoch 160 of 200. That code
 * also lets sigma rise over the first ten epochs: `perturb.from` is for that.
 */
import { z } from 'zod';
import type { Clock } from '../objective.ts';
import { fraction, refuse, tiny } from './shared.ts';

export const lossBudget = z
  .number()
  .min(0)
  .optional()
  .describe('rise of the loss that the radius aims at; rho is then the longest radius (default: rho is the radius)');

export const annealFrom = fraction
  .optional()
  .describe('lossBudget: fraction of the epochs after which the budget falls to 0; 1 keeps it (default 0.8)');

/** The radius of a step from the slope of the loss along its perturbation. */
export type Radius = (rho: number, slope: number, clock: Clock) => number;

interface BudgetOptions {
  readonly lossBudget?: number | undefined;
  readonly annealFrom?: number | undefined;
}

/** Throws ConfigError if annealFrom is given without a budget. */
export function checkBudget({ lossBudget: budget, annealFrom: from }: BudgetOptions): void {
  if (budget === undefined) refuse({ annealFrom: from }, 'there is no lossBudget');
}

export function radiusOf({ lossBudget: budget, annealFrom: from = 0.8 }: BudgetOptions): Radius {
  if (budget === undefined) return (rho) => rho;
  return (rho, slope, clock) => Math.min((budget * budgetShare(clock, from)) / (slope + tiny), rho);
}

/** 1 before the epoch ceil(from * epochs), 0 in the last epoch, half a cosine between; always 1 with `from` 1 or one epoch. */
function budgetShare({ epoch, epochs }: Clock, from: number): number {
  if (from === 1 || epochs === 1) return 1;
  // In a short training the epoch that is rounded up to would come after the last one.
  const start = Math.min(Math.ceil(from * epochs), epochs - 1);
  if (epoch < start) return 1;
  const length = epochs - start - 1;
  return length <= 0 ? 0 : (1 + Math.cos((Math.PI * (epoch - start)) / length)) / 2;
}
