/** How much longer a training takes here than on the machine of the estimate: learned from each that ends, kept in the browser. */
import { signal } from '@preact/signals';

const key = 'graphsam.pace';
/** Anything outside is a pause or a clock that was set. */
const believable = { least: 0.05, most: 50 } as const;

/** Undefined until a training has ended in this browser. */
export const pace = signal<number | undefined>(kept());

export function learnPace(tookSeconds: number, estimatedSeconds: number): void {
  const factor = tookSeconds / estimatedSeconds;
  if (!(factor >= believable.least && factor <= believable.most)) return;
  pace.value = factor;
  try {
    localStorage.setItem(key, String(factor));
  } catch {
    // Then it holds for this visit.
  }
}

function kept(): number | undefined {
  try {
    const factor = Number(localStorage.getItem(key));
    return factor >= believable.least && factor <= believable.most ? factor : undefined;
  } catch {
    return undefined;
  }
}
