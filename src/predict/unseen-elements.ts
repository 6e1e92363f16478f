/**
 * Elements that a model was not trained on: it gives a number for such molecules too, but their atoms' features had no part in the
 * training. The model file lists the elements of its training part (0: dummy atoms).
 */
import { formatCount } from '../base/index.ts';
import { elementSymbol, elementsOf, type Molecule } from '../chem/index.ts';

/** Of a molecule: symbols of the elements that the model was not trained on, `*` for dummy atoms; undefined: it knows them all. */
export type UnseenElements = readonly string[] | undefined;

/** Of a table: its rows with such elements, and these, each once. */
export interface UnseenSummary {
  readonly rows: number;
  readonly elements: readonly string[];
}

/** trained: atomic numbers that the model was trained on; undefined (older files do not list them): nothing is known to be unseen. */
export function unseenElements(molecule: Molecule, trained: ReadonlySet<number> | undefined): UnseenElements {
  if (trained === undefined) return undefined;
  const unseen = elementsOf([molecule]).filter((number) => !trained.has(number));
  return unseen.length === 0 ? undefined : unseen.map(elementSymbol);
}

/** The rows of both. */
export function joinUnseen(
  summary: UnseenSummary | undefined,
  more: readonly UnseenElements[],
): UnseenSummary | undefined {
  const found = more.filter((elements) => elements !== undefined);
  if (found.length === 0) return summary;
  const elements = new Set([...(summary?.elements ?? []), ...found.flat()]);
  return { rows: (summary?.rows ?? 0) + found.length, elements: [...elements] };
}

/** Beside the prediction of a molecule: `not in the training: U, dummy atoms (*)`. */
export function unseenNote(elements: readonly string[]): string {
  return `not in the training: ${listed(elements)}`;
}

/** Of a whole table, as a sentence. */
export function unseenSentence({ rows, elements }: UnseenSummary): string {
  const which = `${formatCount(rows)} ${rows === 1 ? 'molecule holds' : 'molecules hold'}`;
  return `${which} what the model was not trained on (${listed(elements)}): predictions of ${rows === 1 ? 'it' : 'them'} are guesses.`;
}

function listed(elements: readonly string[]): string {
  return elements.map((element) => (element === '*' ? 'dummy atoms (*)' : element)).join(', ');
}
