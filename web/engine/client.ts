/** What the page imports of the engine: openEngine, its types, and how a drawing is shown. */
import type { TableFile } from './protocol.ts';

export type { Engine, Training, TrainingListeners } from './engine.ts';
export { openEngine } from './open-engine.ts';

/** Whether it is a run folder to be opened whole (a zip), not a model alone. */
export async function isZip({ content }: TableFile): Promise<boolean> {
  const [first, second] = new Uint8Array(await content.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}

/** An SVG as the address of an image: what it says is drawn, never run. */
export function svgUrl(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
