/** What is said beside the values of a prediction: what was asked for, if the model can say it. */
import { CheckpointError, ConfigError, setting } from '../base/index.ts';
import { conformalBound } from '../calibration/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { findUncertainty, type KnownModel, ownUncertainty, type TrustOptions } from '../uncertainty/index.ts';
import type { AskedTrust } from './predictor.ts';

/** Undefined: nothing is said beside the values. Throws ConfigError for what the model cannot say. */
export function trustOptionsOf(
  card: ModelCard,
  { uncertainty, coverage }: AskedTrust,
  where: string,
): TrustOptions | undefined {
  if (coverage !== undefined && !isShare(coverage)) throw wrongCoverage(coverage);
  const known = knownModel(card);
  const method = uncertainty === undefined ? ownUncertainty(known) : findUncertainty(uncertainty);
  const unsupported = method.unsupportedReason(known);
  if (unsupported !== undefined) {
    throw new ConfigError({
      code: 'not-supported',
      path: ['predict', 'uncertainty'],
      what: `the uncertainty method ${method.name} has nothing to go by: ${unsupported}`,
      where,
      advice: `Choose another, or leave it out.`,
    });
  }
  if (coverage !== undefined && !card.trust?.conformal) {
    throw new CheckpointError({
      code: 'no-intervals',
      what: 'the model file keeps no errors of validation rows, by which intervals are made',
      where,
      advice:
        'Train it with a validation part of at least nine labels, of classes nine of one class. Runs that are joined to predict together ' +
        'have none: predict with one of them, or train them as one ensemble.',
    });
  }
  if (coverage !== undefined) refuseTooWide(card, coverage, where);
  const { hasOutput, dropoutPasses } = method;
  // Intervals were fitted to the deviations that the model says by itself.
  return hasOutput || coverage !== undefined ? { withUncertainty: hasOutput, coverage, dropoutPasses } : undefined;
}

/** Callers of the library are held to no types. */
function isShare(coverage: unknown): boolean {
  return typeof coverage === 'number' && coverage > 0 && coverage < 1;
}

function wrongCoverage(coverage: unknown): ConfigError {
  return new ConfigError({
    code: 'wrong-value',
    path: ['predict', 'coverage'],
    what: `${JSON.stringify(coverage)} is no share of the molecules`,
    where: setting('predict.coverage'),
    advice: 'Give a number above 0 and below 1, for instance 0.9.',
  });
}

/** No target has an interval so wide: all columns would be empty. Of classes a set with all of them is an answer. */
function refuseTooWide({ taskType, trust }: ModelCard, coverage: number, where: string): void {
  const scores = trust!.conformal!.targets.map((target) => target.scores[0] ?? []);
  const isBounded = scores.some((ofTarget) => Number.isFinite(conformalBound(ofTarget, coverage)));
  if (findTask(taskType).classProbabilities || isBounded) return;
  const most = Math.max(...scores.map(({ length }) => length));
  throw new ConfigError({
    code: 'no-intervals',
    path: ['predict', 'coverage'],
    what: `the model file keeps errors of ${most} validation rows, which bound a share of ${(most / (most + 1)).toFixed(3)} at most, and ${coverage} is asked for`,
    where,
    advice: `Let ${setting('predict.coverage')} be smaller, or train with more validation rows.`,
  });
}

export function knownModel({ members, saysVariance, settings }: ModelCard): KnownModel {
  const { dropout = 0 } = settings as { readonly dropout?: number };
  return { members: members?.length, saysVariance: saysVariance ?? false, dropout };
}
