/** The models of an ensemble, each alone, beside what they are together. */
import { formatDuration, formatNumber } from '../base/index.ts';
import { type DataTable, dataTable, markup, type PageSection } from '../charts/index.ts';
import { comparableMean, comparableName, type MetricValues } from '../metrics/index.ts';
import type { ModelCard } from '../runs/index.ts';
import type { ReportedRun } from './reported-run.ts';

type Trees = ModelCard['trees'];

/** trees: what the model file says of trees beside the networks. Undefined if the run is one model. */
export function membersSection({ facts: { result } }: ReportedRun, trees: Trees): PageSection | undefined {
  const members = result?.members;
  if (!result || !members) return undefined;
  const measured = result.test ?? result.validation ?? {};
  const ofFolds = members.some(({ fold }) => fold !== members[0]!.fold);
  const columns = (['test', 'validation'] as const).flatMap((part) => columnsOf(part, measured));
  const rows = members.map(({ folder, seed, fold, bestEpoch, seconds, ...parts }) => [
    folder,
    ofFolds ? `fold ${fold + 1}, seed ${seed}` : `seed ${seed}`,
    ...columns.map(({ part, name }) => formatNumber(comparableMean(parts[part]?.[name]))),
    String(bestEpoch),
    formatDuration(seconds),
  ]);
  const together = [
    trees ? 'together, with the trees' : 'together',
    '',
    ...columns.map(({ part, name }) => formatNumber(comparableMean(result[part]?.[name]))),
    '',
    formatDuration(members.reduce((total, { seconds }) => total + seconds, 0)),
  ];
  const header = ['model', 'trained with', ...columns.map(({ title }) => title), 'best epoch', 'training time'];
  const weights =
    trees &&
    dataTable(
      weightsTable(
        rows.map(([folder]) => folder!),
        trees,
      ),
      'Weights of networks and trees',
    );
  const content = markup`<p>${sayTogether(ofFolds, trees)}</p>${weights}${dataTable({ header, rows: [...rows, together] }, 'Metrics of each model and of all')}`;
  return { id: 'members', title: 'Models of the ensemble', content };
}

interface ValueColumn {
  readonly title: string;
  readonly part: 'test' | 'validation';
  readonly name: string;
}

/** Of several quantities, means that are free of their units. */
function columnsOf(part: ValueColumn['part'], measured: MetricValues): ValueColumn[] {
  return Object.entries(measured).map(([name, { standardized }]) => {
    return { title: `${part} ${comparableName(name, standardized !== undefined)}`, part, name };
  });
}

function sayTogether(ofFolds: boolean, trees: Trees): string {
  if (ofFolds)
    return 'Together, every molecule is judged by the models that were not trained on it; a prediction of the file is the mean of all.';
  if (!trees) return 'Together, they predict their mean.';
  const learners = trees.learners.map(({ name, weight }) => `${formatNumber(weight)} ${name}`);
  return `Together with trees, they predict a weighted mean: ${[`${formatNumber(trees.networkWeight)} mean of the networks`, ...learners].join(' + ')}. The weights were chosen on the validation part.`;
}

/** A network has an equal part of what all networks have. */
function weightsTable(networks: readonly string[], { networkWeight, learners }: NonNullable<Trees>): DataTable {
  return {
    header: ['part', 'weight'],
    rows: [
      ...networks.map((name) => [name, formatNumber(networkWeight / networks.length)]),
      ...learners.map(({ name, weight }) => [`trees: ${name}`, formatNumber(weight)]),
    ],
  };
}
