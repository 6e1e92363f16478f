/** Which molecules and which scaffolds the model is wrong about, drawn. */
import { formatCount, formatNumber, plural } from '../base/index.ts';
import {
  type Chart,
  figure,
  grid,
  type IntervalRow,
  intervalChart,
  type Markup,
  markup,
  type PageSection,
} from '../charts/index.ts';
import type { Chemistry } from '../chem/index.ts';
import { findTask, type TaskWords } from '../tasks/index.ts';
import {
  type ErrorGroup,
  errorOfMolecules,
  errorsByScaffold,
  meanOf,
  type WorstPrediction,
  worstPredictions,
} from './errors-by-molecule.ts';
import type { ReportedRun } from './reported-run.ts';
import { drawStructure } from './structure.ts';

const [worstShown, scaffoldsShown] = [12, 12];
/** Test molecules of one scaffold: the groups by size. */
const sizes = [
  { name: '1 molecule', from: 1, to: 1 },
  { name: '2 to 5 molecules', from: 2, to: 5 },
  { name: '6 to 20', from: 6, to: 20 },
  { name: 'more than 20 molecules', from: 21, to: Number.POSITIVE_INFINITY },
];

/** Undefined without predictions of a test part. */
export function worstSection({ facts, test }: ReportedRun, chemistry: Chemistry): PageSection | undefined {
  if (!test || test.smiles.length === 0) return undefined;
  const { taskType, tasks } = facts.data;
  const definition = findTask(taskType);
  const worst = worstPredictions(test, definition, worstShown);
  const scaled = definition.report.scalesErrors && tasks.length > 1;
  const how = scaled ? 'error (in standard deviations of the task)' : 'difference between prediction and label';
  return {
    id: 'worst',
    title: 'Worst predictions',
    content: markup`<p class="muted">The ${plural(worst.length, 'test molecule')} with the largest ${how}. Check the label too: it may be wrong.</p>
<div class="structures">${worst.map((each) => worstCard(each, definition.words, tasks.length > 1, chemistry))}</div>`,
  };
}

function worstCard(
  { smiles, line, task, label, prediction }: WorstPrediction,
  words: TaskWords,
  several: boolean,
  chemistry: Chemistry,
): Markup {
  const rows = [
    [words.measured, label],
    [words.predicted, prediction],
  ];
  return card(
    smiles,
    chemistry,
    markup`${several && markup`<strong>${task}</strong>`}<dl>${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl><span class="muted">line ${line} of the table</span>`,
  );
}

/** Undefined without predictions of a test part. */
export function scaffoldSection({ facts, test }: ReportedRun, chemistry: Chemistry): PageSection | undefined {
  if (!test || test.smiles.length === 0) return undefined;
  const { taskType, tasks } = facts.data;
  const groups = errorsByScaffold(chemistry, test.smiles, errorOfMolecules(test, findTask(taskType)));
  if (groups.length === 0) return undefined;
  const error = findTask(taskType).words.errorTitle(tasks);
  const shared = groups.filter(({ molecules }) => molecules > 1);
  const largest = shared.slice(0, scaffoldsShown);
  const alone = groups.length - shared.length;
  const all = { name: 'all test molecules', value: overall(groups) };
  return {
    id: 'scaffolds',
    title: 'Errors by scaffold',
    content: markup`<p class="muted">The test set has ${formatCount(groups.length)} Bemis-Murcko scaffolds, ${formatCount(alone)} of them with a single molecule. Error: ${error}, followed by the number of molecules. Whiskers: 95 % intervals of the mean.</p>
${grid(figure(sizeChart(groups, error, all)), largest.length > 0 && figure(scaffoldChart(largest, error, all)))}
<div class="structures">${largest.map((group, index) => scaffoldCard(group, index, chemistry))}</div>`,
  };
}

interface Reference {
  readonly name: string;
  readonly value: number;
}

function scaffoldChart(groups: readonly ErrorGroup[], error: string, all: Reference): Chart {
  return intervalChart({
    title: 'Error on the most frequent scaffolds',
    value: { title: error },
    rowTitle: 'scaffold',
    rows: groups.map((group, index) => barOf(`scaffold ${index + 1}`, group)),
    mark: 'bar',
    references: [all],
  });
}

function sizeChart(groups: readonly ErrorGroup[], error: string, all: Reference): Chart {
  const rows = sizes.flatMap(({ name, from, to }) => {
    const inside = groups.filter(({ molecules }) => molecules >= from && molecules <= to);
    if (inside.length === 0) return [];
    const molecules = inside.reduce((sum, group) => sum + group.molecules, 0);
    // A molecule counts, not a scaffold; scaffolds are the clusters that its standard error is made from.
    const means = meanOf(inside.map((group) => group.error));
    return [barOf(name, { molecules, error: overall(inside), standardError: means.standardError })];
  });
  return intervalChart({
    title: 'Error by number of molecules per scaffold',
    value: { title: error },
    rowTitle: 'group',
    rows,
    mark: 'bar',
    references: [all],
  });
}

function barOf(name: string, { molecules, error, standardError }: Omit<ErrorGroup, 'scaffold'>): IntervalRow {
  const spread = standardError === undefined ? undefined : 1.96 * standardError;
  const ends = spread === undefined ? {} : { low: Math.max(0, error - spread), high: error + spread };
  return { name, value: error, ...ends, note: formatCount(molecules) };
}

function overall(groups: readonly Omit<ErrorGroup, 'scaffold' | 'standardError'>[]): number {
  const molecules = groups.reduce((sum, group) => sum + group.molecules, 0);
  return groups.reduce((sum, group) => sum + group.molecules * group.error, 0) / molecules;
}

function scaffoldCard({ scaffold, molecules, error }: ErrorGroup, index: number, chemistry: Chemistry): Markup {
  const facts = markup`<strong>${index + 1}</strong> ${plural(molecules, 'molecule')}, error ${formatNumber(error)}`;
  if (scaffold === '')
    return markup`<div class="structure-card"><div class="structure none">no ring</div>${facts}</div>`;
  return card(scaffold, chemistry, facts);
}

function card(smiles: string, chemistry: Chemistry, facts: Markup): Markup {
  const drawn =
    drawStructure(chemistry, smiles, `Structure of ${smiles}`) ??
    markup`<div class="structure none">cannot be drawn</div>`;
  return markup`<div class="structure-card">${drawn}${facts}<details><summary>SMILES</summary><code>${smiles}</code></details></div>
`;
}
