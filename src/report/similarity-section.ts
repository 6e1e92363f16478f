/** How the error depends on the similarity of a test molecule to the training molecules. */
import { formatCount } from '../base/index.ts';
import { figure, grid, type IntervalRow, intervalChart, markup, type PageSection } from '../charts/index.ts';
import { foldsOf } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { errorOfMolecules, meanOf } from './errors-by-molecule.ts';
import type { ReportedRun } from './reported-run.ts';
import type { Similarities } from './test-similarities.ts';

/** Lower ends of the groups of similarity. */
const bounds = [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1];

/** Groups of molecules by similarity, from the least similar. */
export const similarityGroups = bounds.map((from, index) => ({
  name: from === 1 ? '1' : `${from} to ${bounds[index + 1]}`,
  from,
  to: bounds[index + 1] ?? Number.POSITIVE_INFINITY,
}));

/** Undefined without a test part, or if the model file keeps no training molecules. */
export function similaritySection(
  { facts, test }: ReportedRun,
  found: Similarities | undefined,
): PageSection | undefined {
  if (!found || !test || test.smiles.length === 0) return undefined;
  const { taskType, tasks } = facts.data;
  const definition = findTask(taskType);
  const title = 'Similarity to the training set';
  if ('unknown' in found) return { id: 'similarity', title, content: markup`<p class="muted">${found.unknown}</p>` };
  const errors = errorOfMolecules(test, definition);
  const pairs = found.values.flatMap((similarity, row) =>
    similarity === undefined || Number.isNaN(errors[row]) ? [] : [{ similarity, error: errors[row]! }],
  );
  if (pairs.length === 0) return undefined;
  const error = definition.words.errorTitle(tasks);
  const chart = intervalChart({
    title: 'Error by similarity to the training set',
    value: { title: error },
    rowTitle: 'similarity range',
    rows: rowsOf(pairs),
    mark: 'bar',
    references: [{ name: 'all test molecules', value: meanOf(pairs.map((pair) => pair.error)).error }],
  });
  return {
    id: 'similarity',
    title,
    content: markup`<p class="muted">Tanimoto similarity (Morgan fingerprints, radius 2) of each test molecule to the most similar ${foldsOf(facts) ? 'molecule that its model was trained on' : 'training molecule'}. Error: ${error}, followed by the number of molecules. Whiskers: 95 % intervals of the mean. <code>graphsam predict</code> can write the similarity next to each prediction.</p>
${grid(figure(chart))}`,
  };
}

function rowsOf(pairs: readonly { readonly similarity: number; readonly error: number }[]): IntervalRow[] {
  return similarityGroups.flatMap(({ name, from, to }) => {
    const inside = pairs.filter(({ similarity }) => similarity >= from && similarity < to).map(({ error }) => error);
    if (inside.length === 0) return [];
    const { error, standardError } = meanOf(inside);
    const spread = standardError === undefined ? undefined : 1.96 * standardError;
    return [
      {
        name,
        value: error,
        ...(spread !== undefined && { low: Math.max(0, error - spread), high: error + spread }),
        note: formatCount(inside.length),
      },
    ];
  });
}
