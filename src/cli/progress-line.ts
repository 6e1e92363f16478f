/** One line on a terminal that is written again and again: how far, how long still, and a few words. */
import { formatDuration } from '../base/index.ts';

export interface Progress {
  /** Before the bar, for instance `epoch 3/30`. */
  readonly label: string;
  /** 0 to 1; undefined where the end is not known. */
  readonly share?: number | undefined;
  readonly secondsLeft?: number | undefined;
  /** After the bar, for instance `loss 0.43`. */
  readonly detail?: string | undefined;
}

const barWidth = 24;

/** The same where no line can be rewritten: `epoch 3/30: 31 %, 0:42 left, loss 0.43`. */
export function progressSentence({ label, share, secondsLeft, detail }: Progress): string {
  const facts = [
    share === undefined ? '' : `${Math.floor(share * 100)} %`,
    secondsLeft === undefined ? '' : `${formatDuration(secondsLeft)} left`,
    detail,
  ].filter(Boolean);
  return facts.length > 0 ? `${label}: ${facts.join(', ')}` : label;
}

/** `epoch 3/30 [=======>                ]  31 %  0:42 left  loss 0.43`, cut to the width of the terminal. */
export function progressText({ label, share, secondsLeft, detail }: Progress, columns: number): string {
  const parts = [label];
  if (share !== undefined) {
    const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
    const bar = `${'='.repeat(filled)}${filled < barWidth ? '>' : ''}`.padEnd(barWidth);
    parts.push(`[${bar.slice(0, barWidth)}] ${String(Math.floor(share * 100)).padStart(3)} %`);
  }
  if (secondsLeft !== undefined) parts.push(`${formatDuration(secondsLeft)} left`);
  if (detail) parts.push(detail);
  return parts.join('  ').slice(0, Math.max(20, columns - 1));
}
