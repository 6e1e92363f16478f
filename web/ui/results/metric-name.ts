/** Names of metrics as people write them. */
const words: ReadonlySet<string> = new Set([
  'accuracy',
  'average',
  'precision',
  'spearman',
  'macro',
  'cross',
  'entropy',
]);

/** `RMSE, standardized` of several quantities. */
export function titleOfMetric({
  name,
  isStandardized,
}: {
  readonly name: string;
  readonly isStandardized?: true | undefined;
}): string {
  return `${metricTitle(name)}${isStandardized ? ', standardized' : ''}`;
}

/** `roc-auc` becomes `ROC-AUC`, `macro-f1` becomes `Macro-F1`: abbreviations in capitals, words as words. */
export function metricTitle(name: string): string {
  if (name === 'average-precision') return 'PR-AUC';
  const parts = name.split('-').map((part) => (words.has(part) ? part : part.toUpperCase()));
  const joined = parts.join('-');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
