/** Predictions of the held-out molecules as a CSV. */
import type { RunResults } from '../../engine/protocol.ts';

export function predictionsCsv({ tasks, test }: Pick<RunResults, 'tasks' | 'test'>): Blob {
  const header = ['line', 'smiles', ...tasks.flatMap((task) => [task, `${task}_predicted`])];
  const rows = test.map(({ line, smiles, labels, predictions }) => [
    String(line),
    disarmed(smiles),
    ...tasks.flatMap((_, task) => [numberText(labels[task]), numberText(predictions[task])]),
  ]);
  const text = [header.map(disarmed), ...rows].map((cells) => cells.map(quoted).join(',')).join('\n');
  return new Blob([`${text}\n`], { type: 'text/csv' });
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}

/** What a spreadsheet would compute is made text. */
function disarmed(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
