/** How far the trainings are, with the time left, also in the title of the tab. */
import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { duration } from '../parts/numbers.ts';
import { isPaused, isTraining, runs } from '../state/runs.ts';

const pageTitle = document.title;

const done = computed(() => {
  const shares = runs.value.map(({ latest, result }) => {
    if (result.value) return 1;
    return latest.value ? shareOf(latest.value) : 0;
  });
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
});

/** `40 %, about 2 min 5 s left`. */
export const progressText = computed(() => {
  const left = Math.max(0, ...runs.value.map(({ latest }) => latest.value?.secondsLeft ?? 0));
  const percent = Math.min(100, Math.floor(100 * done.value));
  if (isPaused.value) return `Paused at ${percent} %`;
  return `${percent} %${left > 0 ? `, about ${duration(left)} left` : ''}`;
});

export function TrainingProgress() {
  const text = progressText.value;
  const shows = isTraining.value;
  useEffect(() => {
    document.title = shows ? `${text} · graphsam` : pageTitle;
  }, [shows, text]);
  if (!shows) return null;
  return (
    <div class="stack">
      <progress value={done.value} max={1} aria-label="Training" />
      <p class="small">{text}</p>
    </div>
  );
}

function shareOf({ at, epochs, stepsPerEpoch }: RunProgress): number {
  return (at.epoch - 1 + (stepsPerEpoch ? at.step / stepsPerEpoch : 1)) / epochs;
}

interface RunProgress {
  readonly at: { readonly epoch: number; readonly step: number };
  readonly epochs: number;
  readonly stepsPerEpoch?: number | undefined;
}
