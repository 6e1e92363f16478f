/** A training by the name of its optimizer's paper, and by the file that it came in. */
import { catalog } from '../state/catalog.ts';
import type { RunName } from '../state/run.ts';

export function titleOfRun({ title, from, seed }: RunName): string {
  const name = catalog.value?.optimizers.find((optimizer) => optimizer.name === title)?.title ?? title;
  const file = from === undefined ? '' : `, ${from.length <= 40 ? from : `${from.slice(0, 39)}…`}`;
  return `${name}${file}${seed === undefined ? '' : `, seed ${seed}`}`;
}

/** Runs beside each other, with their seeds where their names are the same. */
export function distinguished<Named extends RunName & Seeded>(all: readonly Named[]): readonly Named[] {
  const names = new Set(all.map(titleOfRun));
  return names.size === all.length ? all : all.map((run) => ({ ...run, seed: run.config.training.seed }));
}

interface Seeded {
  readonly config: { readonly training: { readonly seed: number } };
}
