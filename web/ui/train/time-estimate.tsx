/** How long the training will take, beside the button that starts it. */
import { estimate } from '../state/estimate.ts';
import { pace } from '../state/pace.ts';
import { isTraining } from '../state/runs.ts';
import { timeText } from './time-text.ts';

export function TimeEstimate() {
  if (!estimate.value || isTraining.value) return null;
  return <p class="small muted">{timeText(estimate.value.seconds, pace.value)}</p>;
}
