/** What the trainings cost, for researchers: epochs, gradient evaluations, time. */
import type { RunResults } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { More } from '../parts/more.tsx';
import { count, duration, short } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { titleOfRun } from '../train/run-title.ts';

const columns: readonly Column[] = [
  { name: 'Model' },
  { name: 'Best epoch', end: true },
  { name: 'Epochs', end: true },
  { name: 'Gradients', end: true },
  { name: 'Time per epoch', end: true },
  { name: 'Parameters', end: true },
];

export function CostTable({ all }: { readonly all: readonly RunResults[] }) {
  return (
    <More title="For researchers: epochs, gradient evaluations, time">
      <Scroll label="Costs of the trainings">
        <CardTable columns={columns}>
          {all.map((run) => (
            <CardRow key={run.id} columns={columns} cells={[titleOfRun(run), ...costs(run)]} />
          ))}
        </CardTable>
      </Scroll>
    </More>
  );
}

function costs({ result, parameters }: RunResults): readonly (string | number)[] {
  const { bestEpoch, epochs, evaluations, secondsPerEpoch } = result;
  return [bestEpoch, epochs, count(evaluations), timeText(secondsPerEpoch), count(parameters)];
}

function timeText(seconds: number): string {
  return seconds < 60 ? `${short(seconds)} s` : duration(seconds);
}
