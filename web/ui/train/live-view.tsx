/** The trainings while they run: curves on common axes, and the numbers of each. */
import { lazyChart } from '../charts/lazy-chart.tsx';
import { More } from '../parts/more.tsx';
import { Notice, ProblemNotice, Sentences } from '../parts/notice.tsx';
import { count, plural } from '../parts/numbers.ts';
import { runs } from '../state/runs.ts';
import { EpochTable } from './epoch-table.tsx';
import { RunTable } from './run-table.tsx';
import { titleOfRun } from './run-title.ts';
import { TrainingProgress } from './training-progress.tsx';

const LossChart = lazyChart(() => import('../charts/loss-chart.tsx').then(({ LossChart }) => LossChart));
const ValidationChart = lazyChart(() =>
  import('../charts/validation-chart.tsx').then(({ ValidationChart }) => ValidationChart),
);

export function LiveView() {
  const all = runs.value;
  const facts = all[0]?.facts.value;
  const started = all[0]?.initialization.value;
  const warnings = [...new Set(all.flatMap(({ warnings }) => warnings.value))];
  // What failed before its first step has nothing to draw.
  const hasCurves = all.some(({ state, curve }) => state.value !== 'failed' || curve.at.length > 0);
  return (
    <div class="card stack reveal">
      <TrainingProgress />
      <RunTable />
      {all.map(
        (run) =>
          run.problem.value && (
            <ProblemNotice key={run.id} title={`${titleOfRun(run)} stopped`} problem={run.problem.value} />
          ),
      )}
      {all.map(
        ({ id, saved, result }) =>
          saved?.stuck &&
          !result.value && (
            <Notice key={id} kind="caution" title="This run cannot go on here">
              <p>{saved.stuck}</p>
            </Notice>
          ),
      )}
      {hasCurves && (
        <div class="columns">
          <LossChart />
          <ValidationChart />
        </div>
      )}
      {facts && (
        <p class="small muted">
          {plural(facts.parameters, 'parameter')};{' '}
          {facts.split.parts.map(({ part, molecules }) => `${molecules} ${partNames[part]}`).join(', ')}
          {started && `; ${count(started.loadedNumbers)} of the weights from the pre-trained encoder`}
          {facts.machine && `; ${facts.machine.runtime}, ${plural(facts.machine.threads, 'thread')}`}.
        </p>
      )}
      {all.some(({ state }) => state.value === 'loading') && (
        <Notice kind="note">
          <p>Reading the molecules and building the network. The first time this takes a few seconds.</p>
        </Notice>
      )}
      <Sentences kind="caution" title="About this training" sentences={warnings} />
      {hasCurves && (
        <More title="The epochs as a table">
          <EpochTable />
        </More>
      )}
    </div>
  );
}

const partNames = { train: 'in the training set', val: 'in the validation set', test: 'in the test set' } as const;
