/** Predictions of the test set as a CSV. */
import { quoteCell, type RunResults } from '../../engine/protocol.ts';

export function predictionsCsv({ tasks, classes, test }: Pick<RunResults, 'tasks' | 'classes' | 'test'>): Blob {
  const header = [
    'line',
    'smiles',
    ...tasks.flatMap((task, at) => [
      task,
      `${task}_prediction`,
      ...(classes?.[at] ?? []).map((name) => `${task}_${name}`),
    ]),
  ];
  const rows = test.map(({ line, smiles, shown, predictions }) => [
    String(line),
    disarmed(smiles),
    ...tasks.flatMap((_, task) => [
      disarmedText(shown[task]!.measured),
      disarmedText(shown[task]!.predicted),
      ...(classes?.[task] ?? []).map((_, label) => String(predictions[task]![label])),
    ]),
  ]);
  const text = [header.map(disarmed), ...rows]
    .map((cells) => cells.map((cell) => quoteCell(cell)).join(','))
    .join('\n');
  return new Blob([`${text}\n`], { type: 'text/csv' });
}

/** Numbers stay as they are, negative ones too. */
function disarmedText(text: string): string {
  return Number.isNaN(Number(text)) ? disarmed(text) : text;
}

/** What a spreadsheet would compute is made text. */
function disarmed(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
