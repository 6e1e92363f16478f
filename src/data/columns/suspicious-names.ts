/** Numeric columns that are hardly ever what a model should learn. */

const patterns: readonly (readonly [RegExp, string])[] = [
  [
    /^(id|ids|idx|index|row|rows|num|no|nr|number|#|cid|sid|cas|key|entry|rank|serial)$/,
    'is called like a row number or id',
  ],
  [
    /(^|[ _.-])(id|idx|index|no|nr)$|^(compound|molecule|mol|cmpd|sample|drug)[ _.-]?(id|no|num|number|index)/,
    'is called like an id',
  ],
  [
    /pred(icted|iction|s)?([ _.-]|$)|([ _.-]|^)(calc(ulated)?|estimated?|score|unc)([ _.-]|$)/,
    "is called like another model's prediction",
  ],
  [
    /^(split|splits|fold|folds|set|subset|weight|weights|is_?(train|test|val))$/,
    'is called like a split or weight column',
  ],
];

/** Why a column should not be a target unless the user names it, undefined if nothing speaks against it. `numbers`: a sample. */
export function suspicion(column: string, numbers: readonly number[]): string | undefined {
  const name = column.trim().toLowerCase();
  const found = patterns.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  const counts = numbers.length >= 10 && numbers.every((value, row) => value === numbers[0]! + row);
  return counts ? 'counts the rows' : undefined;
}
