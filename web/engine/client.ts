/** What the page imports of the engine: openEngine, its types, and how a drawing is shown. */
export type { DrawingSize, Engine, InspectHooks, PredictTableHooks, Training, TrainingListeners } from './engine.ts';
export { openEngine } from './open-engine.ts';

/** An SVG as the address of an image: what it says is drawn, never run. */
export function svgUrl(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
