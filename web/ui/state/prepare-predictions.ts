/**
 * RDKit and ONNX Runtime take a second or more to start, so they do as soon as a reader comes to the step that predicts, not only with the
 * first model. Who only reads a table or trains loads them elsewhere, and not here.
 */
import { engine } from './engine.ts';

/** step: the element of the page. */
export function prepareWhenSeen(step: HTMLElement): void {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry!.isIntersecting) return;
    observer.disconnect();
    preparePredictions();
  });
  observer.observe(step);
}

export function preparePredictions(): void {
  // What does not start now is reported by the model that needs it.
  engine()
    .preparePredictions()
    .catch(() => {});
}
