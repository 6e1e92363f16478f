/** What the atoms of a pasted molecule contribute, as pictures for the page. */
import { drawContributions, type ExplanationSource } from '../../../src/index.web.ts';
import type { PastedExplanation } from '../protocol.ts';
import { openChemistry } from '../site-files.ts';

const size = { width: 240, height: 180 };

export async function explainPasted(source: ExplanationSource, smiles: string): Promise<PastedExplanation> {
  const chemistry = await openChemistry();
  const explained = await source.explain(smiles);
  if ('reason' in explained) return explained;
  return {
    // Those of the predictions stand beside the predictions.
    warnings: source.warnings.filter((warning) => !source.predictor.warnings.includes(warning)),
    targets: explained.targets.map(({ quantity, prediction, baseline, contributions }) => ({
      quantity,
      prediction,
      baseline,
      svg: drawContributions(chemistry, { smiles: explained.smiles, contributions, ...size }),
    })),
  };
}
