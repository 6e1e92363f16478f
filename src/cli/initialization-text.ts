/** What was taken over from another run, and what was not, in words. */

import { formatCount, plural } from '../base/index.ts';
import { builtinEncoder, type Initialization } from '../runs/index.ts';

/** Names shown of each kind. */
const shown = 3;

export function initializationLines(initialization: Initialization): string[] {
  const { from, runKind, loaded, loadedNumbers, numbers, excluded, missing, misshapen, unused } = initialization;
  const { molecules } = initialization;
  const corpus = molecules === undefined ? '' : `, pre-trained on ${formatCount(molecules)} molecules`;
  const shapes = misshapen.map(
    ({ name, expected, found }) => `${name} ([${expected.join(', ')}] here, [${found.join(', ')}] there)`,
  );
  const notLoaded: readonly (readonly [readonly string[], string])[] = [
    [excluded, 'of the head, which belongs to its targets'],
    [missing, 'that the run does not have'],
    [shapes, 'of another shape'],
  ];
  return [
    from === builtinEncoder
      ? `Initial weights: encoder ${from}${corpus}`
      : `Initial weights: from the ${runKind} ${from}${corpus}`,
    `  loaded ${plural(loaded.length, 'parameter')}, ${formatCount(loadedNumbers)} of ${formatCount(numbers)} numbers`,
    ...notLoaded.flatMap(([names, which]) =>
      names.length > 0 ? [`  not loaded, drawn from the seed: ${names.length} ${which}: ${listed(names)}`] : [],
    ),
    ...(unused.length > 0
      ? [`  left in the run: ${unused.length} that the model does not have: ${listed(unused)}`]
      : []),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length - shown;
  return [...names.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
