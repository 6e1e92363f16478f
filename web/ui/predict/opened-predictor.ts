/** The model that is open in step 4, as one HTML file that predicts. */
import type { OpenedModel } from '../../engine/protocol.ts';
import { engine } from '../state/engine.ts';
import { readyModels } from '../state/ready-models.ts';
import { modelSentence } from './model-sentence.ts';
import { accuracyOf } from './ready-accuracy.ts';

export async function openedPredictor(opened: OpenedModel): Promise<Blob> {
  const ready = readyModels.find(({ title }) => title === opened.name);
  return engine().predictorFile({
    model: await engine().exportOpened(opened),
    title: opened.name,
    facts: [modelSentence(opened.card), ...(ready ? [accuracyOf(ready), ready.limits] : [])],
  });
}
