/** Step 3: how good the models are on what they never saw. */
import { ProblemNotice } from '../parts/notice.tsx';
import { OpeningNotice } from '../parts/opening-notice.tsx';
import { Segments } from '../parts/segments.tsx';
import { Step } from '../parts/step.tsx';
import { results, resultsProblems, shownRun } from '../state/results.ts';
import { titleOfRun } from '../train/run-title.ts';
import { LandscapeView } from './landscape-view.tsx';
import { MetricTable } from './metric-table.tsx';
import { RunDetails } from './run-details.tsx';
import { RunList } from './run-list.tsx';
import { SeedCard } from './seed-card.tsx';

export function ResultsStep() {
  const all = [...results.value.values()];
  const shown = all.find(({ id }) => id === shownRun.value) ?? all[0];
  return (
    <Step
      id="results"
      number={3}
      title="Results"
      lead="Measured on the test set: molecules that were neither trained on nor used to choose the best epoch."
      waiting={all.length === 0}
    >
      {all.length === 0 && <p class="waiting">Results appear here when a training ends or a kept run is opened.</p>}
      {[...resultsProblems.value].map(([id, problem]) => (
        <ProblemNotice key={id} title="The results cannot be read" problem={problem} />
      ))}
      {shown && (
        <>
          <MetricTable all={all} />
          {all.length > 1 && (
            <Segments
              label="Details of"
              value={shown.id}
              choices={all.map((one) => ({ value: one.id, title: titleOfRun(one) }))}
              onChange={(id) => {
                shownRun.value = id;
              }}
            />
          )}
          <RunDetails results={shown} series={all.indexOf(shown)} />
          <SeedCard all={all} />
          <LandscapeView all={all} />
        </>
      )}
      <OpeningNotice place="results" />
      <RunList />
    </Step>
  );
}
