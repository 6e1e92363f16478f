/** How long it will take, as somebody would say it: rounder the longer it is, and a range until a training has been timed. */

/** Machines that browsers run on are up to so much slower than the one of the estimate. */
const slowest = 3;

/** pace: how much longer trainings take here than estimated; undefined: none has been timed. */
export function timeText(seconds: number, pace: number | undefined): string {
  if (pace !== undefined) return `About ${roughly(seconds * pace)}, at the pace of the last training here.`;
  const [least, most] = [roughly(seconds), roughly(slowest * seconds)];
  return least === most ? `About ${least}.` : `About ${least} to ${most}, depending on this machine.`;
}

export function roughly(seconds: number): string {
  if (seconds < 8) return 'a few seconds';
  if (seconds < 90) return `${5 * Math.round(seconds / 5)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return `${Math.round(minutes / 30) / 2} h`;
}
