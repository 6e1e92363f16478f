/** Every target of a run with several: its molecules and its metrics. */
import type { RunResults } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { Name } from '../parts/name.tsx';
import { count } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { metricTitle } from './metric-name.ts';
import { metricText } from './metric-text.ts';

export function TargetTable({ results: { tasks, testEvaluation } }: { readonly results: RunResults }) {
  const { labeled, metrics, baselines } = testEvaluation;
  const forest = baselines.find(({ name }) => name === 'forest')?.metrics[0];
  const hasForest = (forest?.perTask.length ?? 0) > 0;
  const columns: readonly Column[] = [
    { name: 'Target' },
    { name: 'Molecules', end: true },
    ...metrics.map(({ name }) => ({ name: metricTitle(name), end: true })),
    ...(hasForest ? [{ name: `Random forest, ${metricTitle(forest!.name)}`, end: true }] : []),
  ];
  return (
    <Scroll label="Metrics of each target">
      <CardTable columns={columns}>
        {tasks.map((name, task) => (
          <CardRow
            key={name}
            columns={columns}
            cells={[
              <Name key="name">{name}</Name>,
              count(labeled[task]!),
              ...metrics.map(({ perTask }) => metricText(perTask[task]!)),
              ...(hasForest ? [metricText(forest!.perTask[task]!)] : []),
            ]}
          />
        ))}
      </CardTable>
    </Scroll>
  );
}
