/** A training by the name of its optimizer's paper, and by the file that it came in. */
import { catalog } from '../state/engine.ts';
import type { RunName } from '../state/run.ts';

export function titleOfRun({ title, from }: RunName): string {
  const name = catalog.value?.optimizers.find((optimizer) => optimizer.name === title)?.title ?? title;
  return from === undefined ? name : `${name}, ${from.length <= 40 ? from : `${from.slice(0, 39)}…`}`;
}
