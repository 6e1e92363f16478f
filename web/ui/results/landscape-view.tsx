/** The training loss on a line through the trained weights: narrow valley or wide? */
import type { RunResults } from '../../engine/protocol.ts';
import { LandscapeChart } from '../charts/landscape-chart.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { drawLandscape, landscape } from '../state/results.ts';
import { isTraining } from '../state/runs.ts';
import { titleOfRun } from '../train/run-title.ts';

/** Whose weights are in the middle of the line. */
function epochText(run: RunResults): string {
  const { bestEpoch, epochs, chosenBy } = run.result;
  const why = chosenBy === 'validation' ? 'best on the validation set' : 'the last';
  return `${titleOfRun(run)} after epoch ${bestEpoch} of ${epochs} (${why})`;
}

export function LandscapeView({ all }: { readonly all: readonly RunResults[] }) {
  const { busy, lines, problem } = landscape.value;
  const [first] = lines.values();
  // Two at once would halve the pace of the training that still runs, and the line of that run would be missing.
  if (isTraining.value) return null;
  return (
    <div class="card columns top-aligned">
      <div class="stack">
        <h3>Sharp or flat?</h3>
        <p class="muted">
          The loss around the trained weights, along one random direction{all.length > 1 && ', the same for both'}. A
          wide valley forgives small changes.
        </p>
        {problem && <ProblemNotice title="The landscape could not be drawn" problem={problem} />}
        <div>
          <button type="button" aria-disabled={busy} onClick={() => !busy && void drawLandscape()}>
            {busy ? 'Drawing …' : first ? 'Draw it again' : 'Draw the loss landscape'}
          </button>
        </div>
        {first && (
          <p class="small muted">
            Compared: {all.map(epochText).join(', ')}. Direction: {first.direction}. Loss: mean over {first.molecules}{' '}
            molecules of the training set.
          </p>
        )}
      </div>
      {first && <LandscapeChart all={all} lines={lines} />}
    </div>
  );
}
