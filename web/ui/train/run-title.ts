/** A training by the name of its optimizer's paper, and by the file that it came in. */
import { catalog } from '../state/catalog.ts';

export interface RunName {
  /** Name of its optimizer. */
  readonly title: string;
  /** Name of the zip that it came in. */
  readonly from?: string | undefined;
  /** What tells it from the runs beside it, where they would have the same name: `seed 1`. */
  readonly mark?: string | undefined;
}

export function titleOfRun({ title, from, mark }: RunName): string {
  const name = catalog.value?.optimizers.find((optimizer) => optimizer.name === title)?.title ?? title;
  const file = from === undefined ? '' : `, ${from.length <= 40 ? from : `${from.slice(0, 39)}…`}`;
  return `${name}${file}${mark === undefined ? '' : `, ${mark}`}`;
}
