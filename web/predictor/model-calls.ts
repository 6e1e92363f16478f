/** The model of a predictor's page, for a page that asks by messages: opened once, it predicts and draws. */
import {
  type Chemistry,
  loadChemistry,
  loadRuntime,
  type ModelCard,
  type ModelPredictor,
  openModelPredictor,
  type PredictedTargets,
  readModelCard,
  type StructurePrediction,
} from '../../src/index.web.ts';

/** What the page has in its text, unpacked. */
export interface PackedParts {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly rdkit: Uint8Array<ArrayBuffer>;
  readonly onnxruntime: Uint8Array<ArrayBuffer>;
}

export interface OpenedPredictor {
  readonly card: ModelCard;
  readonly targets: PredictedTargets;
  readonly warnings: readonly string[];
  /** Of the ranges that the model gives; undefined: none. */
  readonly coverage?: number;
}

export interface Answer {
  readonly prediction: StructurePrediction;
  /** SVG of the molecule, and of its most similar training molecule, where asked for. */
  readonly drawing?: string | undefined;
  readonly similarDrawing?: string | undefined;
}

/** Of the intervals and sets of classes. */
const intervalCoverage = 0.9;

export function modelCalls() {
  let chemistry: Chemistry;
  let predictor: ModelPredictor;
  const draw = (smiles: string | undefined): string | undefined =>
    smiles ? chemistry.draw(smiles, { width: 240, height: 180 }) : undefined;

  return {
    async open({ model, rdkit, onnxruntime }: PackedParts): Promise<OpenedPredictor> {
      const where = 'the model in this page';
      const card = readModelCard(model, where);
      const runtime = await loadRuntime({ files: { wasm: onnxruntime }, threads: 1 });
      const intervals = card.trust?.conformal ? { coverage: intervalCoverage } : {};
      chemistry = await loadChemistry(rdkit);
      const options = { runtime, chemistry, where, withApplicability: 'if-kept', ...intervals } as const;
      predictor = await openModelPredictor(model, options);
      const { targets, warnings } = predictor;
      return { card, targets, warnings, ...intervals };
    },
    async predict({ smiles, withDrawings }: Asked): Promise<Answer[]> {
      const predictions = await predictor.predict(smiles);
      return predictions.map((prediction, index) => ({
        prediction,
        ...(withDrawings &&
          prediction.values && {
            drawing: draw(smiles[index]),
            similarDrawing: draw(prediction.applicability?.smiles),
          }),
      }));
    },
  };
}

interface Asked {
  readonly smiles: readonly string[];
  readonly withDrawings: boolean;
}
