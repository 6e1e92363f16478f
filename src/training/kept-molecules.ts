/** The training molecules inside a model file. */
import { collectTrainingMolecules, mostTrainingMolecules, trainingMetadata } from '../applicability/index.ts';
import { formatCount } from '../base/index.ts';
import { exactTargets } from '../data/index.ts';
import type { SingleRunEvent } from '../runs/index.ts';
import type { RunContext } from './run-context.ts';

/** What the model file keeps of the molecules that it was trained on. */
export function keptMolecules(
  { config, data: { dataset } }: RunContext,
  rows: readonly number[],
  onEvent: (event: SingleRunEvent) => void,
): Readonly<Record<string, string>> {
  if (!config.data.trainingFingerprints) return {};
  if (rows.length > mostTrainingMolecules) {
    const message = `The model file keeps no training molecules, since there are more than ${formatCount(mostTrainingMolecules)}: predictions cannot say how similar a molecule is to them.`;
    onEvent({ kind: 'warning', message });
    return {};
  }
  const { molecules, taskNames } = dataset;
  // A limit is no label that a molecule has.
  const targets = exactTargets(dataset);
  return trainingMetadata(collectTrainingMolecules({ molecules, tasks: taskNames.length, targets }, rows));
}
