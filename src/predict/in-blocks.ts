/** Predictions of any number of molecules while the features of some are held: these take 15 kB a molecule and more. */
import { concatenate } from '../base/index.ts';
import { rowsOfGroup } from '../data/index.ts';

/** Molecules at once. */
const most = 32 * rowsOfGroup;

/**
 * answer: gives the numbers of each of some molecules, [molecules * numbers], with what belongs to each of them (`beside`, which may be shorter).
 * Returns those of all, in order.
 */
export async function inBlocks<Item, Beside>(
  { molecules, beside = [] }: { readonly molecules: readonly Item[]; readonly beside?: readonly Beside[] | undefined },
  answer: (molecules: readonly Item[], beside: readonly Beside[]) => Promise<Float32Array>,
  atOnce = most,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let start = 0; start < molecules.length; start += atOnce) {
    const end = start + atOnce;
    parts.push(await answer(molecules.slice(start, end), beside.slice(start, end)));
  }
  return concatenate(Float32Array, parts);
}
