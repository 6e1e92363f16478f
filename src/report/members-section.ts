/** The models of an ensemble, each alone, beside what they are together. */
import { formatDuration, formatNumber } from '../base/index.ts';
import { dataTable, markup, type PageSection } from '../charts/index.ts';
import type { ReportedRun } from './reported-run.ts';

/** Undefined if the run is one model. */
export function membersSection({ facts: { result } }: ReportedRun): PageSection | undefined {
  const members = result?.members;
  if (!result || !members) return undefined;
  const metrics = Object.keys(result.test ?? result.validation ?? {});
  const ofFolds = members.some(({ fold }) => fold !== members[0]!.fold);
  const values = (part: 'test' | 'validation') => metrics.map((name) => ({ title: `${part} ${name}`, part, name }));
  const columns = [...values('test'), ...values('validation')];
  const rows = members.map(({ folder, seed, fold, bestEpoch, seconds, ...parts }) => [
    folder,
    ofFolds ? `fold ${fold + 1}, seed ${seed}` : `seed ${seed}`,
    ...columns.map(({ part, name }) => formatNumber(parts[part]?.[name]?.mean)),
    String(bestEpoch),
    formatDuration(seconds),
  ]);
  const together = [
    'together',
    '',
    ...columns.map(({ part, name }) => formatNumber(result[part]?.[name]?.mean)),
    '',
    formatDuration(members.reduce((total, { seconds }) => total + seconds, 0)),
  ];
  const header = ['model', 'trained with', ...columns.map(({ title }) => title), 'best epoch', 'training time'];
  const judged = ofFolds
    ? 'Together, every molecule is judged by the models that were not trained on it; a prediction of the file is the mean of all.'
    : 'Together, they predict their mean.';
  const content = markup`<p>${judged}</p>${dataTable({ header, rows: [...rows, together] }, 'Metrics of each model and of all')}`;
  return { id: 'members', title: 'Models of the ensemble', content };
}
