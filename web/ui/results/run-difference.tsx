/** Two runs on the same test molecules: how far their metrics differ, with an interval. */
import { useEffect, useState } from 'preact/hooks';
import type { Difference, RunResults } from '../../engine/protocol.ts';
import { engine } from '../state/engine.ts';
import { titleOfRun } from '../train/run-title.ts';
import { titleOfMetric } from './metric-name.ts';
import { differenceText } from './verdict.ts';

interface RunDifferenceProps {
  readonly first: RunResults;
  readonly second: RunResults;
}

export function RunDifference({ first, second }: RunDifferenceProps) {
  const [found, setFound] = useState<Readonly<Record<string, Difference>>>({});
  useEffect(() => {
    let wanted = true;
    engine()
      .compareTests(first, second)
      .then((answer) => wanted && setFound(answer))
      // The metrics of each are shown; only their difference is missing then.
      .catch(() => wanted && setFound({}));
    return () => {
      wanted = false;
    };
  }, [first.id, second.id]);
  const metrics = first.testEvaluation.metrics.filter(({ name }) => name in found);
  if (metrics.length === 0) return null;
  const titles = [titleOfRun(first), titleOfRun(second)] as const;
  return (
    <div>
      <p>
        {titles[0]} minus {titles[1]}, on the same molecules:
      </p>
      <ul>
        {metrics.map((metric) => (
          <li
            key={metric.name}
          >{`${titleOfMetric(metric)} ${differenceText(metric.direction, found[metric.name]!, titles)}`}</li>
        ))}
      </ul>
    </div>
  );
}
