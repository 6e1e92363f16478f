/** What speaks against a prediction, beside it. */
import { type StructurePrediction, unseenNote } from '../../engine/protocol.ts';

export function Doubt({ prediction }: { readonly prediction: StructurePrediction }) {
  const { unseenElements } = prediction;
  return unseenElements ? <p class="small doubt">{unseenNote(unseenElements)}</p> : null;
}
