/** Which classes of the test set are taken for which. */
import type { RunResults } from '../../engine/protocol.ts';
import { count } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';

interface ConfusionTableProps {
  readonly results: RunResults;
  readonly task: number;
  readonly series: number;
}

export function ConfusionTable({ results: { test, tasks, classes }, task }: ConfusionTableProps) {
  const names = classes?.[task] ?? [];
  const taken = (measured: string, predicted: string): number =>
    test.filter(({ shown }) => shown[task]!.measured === measured && shown[task]!.predicted === predicted).length;
  return (
    <div class="stack">
      <h4>Classes of {tasks[task]}</h4>
      <Scroll label="Measured and predicted classes">
        <table>
          <thead>
            <tr>
              <th scope="col">Measured</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  predicted {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((measured) => (
              <tr key={measured}>
                <th scope="row">{measured}</th>
                {names.map((predicted) => (
                  <td key={predicted}>{count(taken(measured, predicted))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
