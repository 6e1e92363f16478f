/** How long it will take, as somebody would say it: rounder the longer it is, and a range until a training has been timed. */

/** Machines that browsers run on are up to so much slower than the one of the estimate. */
const slowest = 3;

/** pace: how much longer trainings take here than estimated; undefined: none has been timed. */
export function timeText(seconds: number, pace: number | undefined): string {
  if (pace !== undefined) return capital(`${roughly(seconds * pace)}, at the pace of the last training here.`);
  const [least, most] = [roughly(seconds), roughly(slowest * seconds)];
  if (least === most) return capital(`${least}.`);
  return capital(`${least} to ${most}, depending on this machine.`);
}

/** A number is about right; what begins with a word says so itself. */
function capital(text: string): string {
  return /^\d/.test(text) ? `About ${text}` : `A${text.slice(1)}`;
}

export function roughly(seconds: number): string {
  if (seconds < 8) return 'a few seconds';
  if (seconds < 90) return `${5 * Math.round(seconds / 5)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return `${Math.round(minutes / 30) / 2} h`;
}
