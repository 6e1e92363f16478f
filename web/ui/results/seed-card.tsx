/** How much of a metric is luck: the same trainings with other seeds, their mean and spread, and all of them as one predictor. */
import { useState } from 'preact/hooks';
import type { RunResults } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { ChoiceInput } from '../parts/inputs.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { duration, plural, toPrecisionOf } from '../parts/numbers.ts';
import { Scroll } from '../parts/scroll.tsx';
import { predictTogether } from '../state/open-file.ts';
import { repeating, repeatProblem, repeatRuns } from '../state/repeats.ts';
import { isTraining, runs } from '../state/runs.ts';
import { savedRuns } from '../state/saved-runs.ts';
import { distinguished } from '../train/distinguished.ts';
import { titleOfRun } from '../train/run-title.ts';
import { titleOfMetric } from './metric-name.ts';
import { groupDifference, type SeedGroup, seedGroups } from './seed-groups.ts';
import { differenceText } from './verdict.ts';

export function SeedCard({ all }: { readonly all: readonly RunResults[] }) {
  const shown = new Set(all.map(({ id }) => id));
  const experiments = new Set(
    savedRuns.value.flatMap(({ id, found }) => (shown.has(id) && found ? [found.experiment] : [])),
  );
  const groups = seedGroups(savedRuns.value.filter(({ found }) => found && experiments.has(found.experiment)));
  return (
    <div class="card stack">
      <h3>Other seeds</h3>
      <p class="muted">
        The seed decides the first weights and the batches. The split stays, so all are measured on the same test set:
        how far they differ is luck.
      </p>
      {groups.length > 0 && <SeedTable groups={groups} />}
      {groups.length === 2 && <GroupDifference first={groups[0]!} second={groups[1]!} />}
      {repeatProblem.value && <ProblemNotice title="These runs cannot be repeated" problem={repeatProblem.value} />}
      <RepeatForm all={all} />
    </div>
  );
}

function RepeatForm({ all }: { readonly all: readonly RunResults[] }) {
  const [times, setTimes] = useState('2');
  const progress = repeating.value;
  if (progress) return <p>{`Training seed ${progress.done + 1} of ${progress.of}, in step 2.`}</p>;
  const isStuck = runs.value.some(({ saved }) => saved?.stuck);
  if (isTraining.value || isStuck) return null;
  const seconds = Math.max(...all.map(({ result }) => result.secondsPerEpoch * result.epochs));
  return (
    <div class="row at-end">
      <ChoiceInput
        label="Further seeds"
        value={times}
        choices={['1', '2', '4', '9'].map((value) => ({ value, title: value }))}
        onChange={setTimes}
      />
      <button type="button" onClick={() => void repeatRuns(all, Number(times))}>
        Repeat with other seeds
      </button>
      <span class="small muted">About {duration(seconds * Number(times))}.</span>
    </div>
  );
}

/** By what their runs have in common: not by seeds. */
function titlesOf(groups: readonly SeedGroup[]): readonly string[] {
  return distinguished(
    groups.map(({ runs }) => runs[0]!.saved),
    { bySeed: false },
  ).map(titleOfRun);
}

function SeedTable({ groups }: { readonly groups: readonly SeedGroup[] }) {
  const metric = titleOfMetric(groups[0]!.metric);
  const titles = titlesOf(groups);
  const columns: readonly Column[] = [
    { name: 'Model' },
    { name: 'Seeds' },
    { name: `${metric}, mean ± standard deviation`, end: true, whole: true },
    { name: 'Lowest to highest', end: true },
    { name: 'Ensemble', whole: true },
  ];
  return (
    <Scroll label="Metrics over seeds">
      <CardTable columns={columns}>
        {groups.map(({ experiment, runs: members, mean, deviation, lowest, highest }, index) => (
          <CardRow
            key={experiment}
            columns={columns}
            cells={[
              titles[index],
              members.map(({ seed }) => seed).join(', '),
              toPrecisionOf(deviation, [mean, deviation]).join(' ± '),
              toPrecisionOf(deviation, [lowest, highest]).join(' to '),
              <button
                key="join"
                type="button"
                class="quiet"
                onClick={() => void predictTogether(members.map(({ saved }) => saved))}
              >
                Predict with all {members.length}
              </button>,
            ]}
          />
        ))}
      </CardTable>
    </Scroll>
  );
}

function GroupDifference({ first, second }: { readonly first: SeedGroup; readonly second: SeedGroup }) {
  const difference = groupDifference(first, second);
  if (!difference) return null;
  const [one, other] = titlesOf([first, second]) as [string, string];
  const { direction } = first.metric;
  return (
    <p>
      {`${one} minus ${other}, ${titleOfMetric(first.metric)} over ${plural(difference.seeds, 'common seed')} (paired t test): ${differenceText(direction, difference, [one, other])}.`}
    </p>
  );
}
