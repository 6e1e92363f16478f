/** Words that mean "nothing" in a cell, in lower case; what spreadsheets write for a formula that failed is among them. */
export const missingWords: ReadonlySet<string> = new Set(
  'na n/a nan null none - -- — ? #n/a #na #value! #ref! #div/0! #name? #num! #null!'.split(' '),
);
