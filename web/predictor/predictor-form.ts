/** What the reader of a predictor's page uses: a field for molecules, a button that predicts or stops, and what came out. */
import { element } from './element.ts';

interface Predicting {
  /** Molecules that are done. */
  readonly onProgress: (done: number) => void;
  readonly isStopped: () => boolean;
}

interface Answers {
  readonly table: HTMLElement;
  readonly csv: () => string;
}

export interface FormOptions {
  /** About the model, a sentence each. */
  readonly warnings: readonly string[];
  readonly predict: (smiles: readonly string[], predicting: Predicting) => Promise<Answers>;
}

const example = 'CN1CCC[C@H]1c1cccnc1';

export function predictorForm(container: HTMLElement, { warnings, predict }: FormOptions): void {
  const text = element('textarea', { id: 'molecules', spellcheck: 'false' }, example);
  const button = element('button', { type: 'button' }, 'Predict');
  const state = element('p', { class: 'muted', role: 'status' });
  const shown = element('div');
  let [predicting, stopped] = [false, false];

  button.addEventListener('click', () => {
    if (predicting) stopped = true;
    else void run();
  });
  container.replaceChildren(
    element('label', { for: 'molecules' }, 'Molecules, one SMILES a line'),
    text,
    button,
    state,
    ...warnings.map((warning) => element('p', { class: 'muted' }, warning)),
    shown,
  );

  async function run(): Promise<void> {
    const smiles = linesOf(text.value);
    if (smiles.length === 0) {
      state.textContent = 'Write at least one molecule.';
      return;
    }
    [predicting, stopped] = [true, false];
    button.textContent = 'Stop';
    // What was asked before is gone: its answers would stand below the progress of others.
    shown.replaceChildren();
    const total = smiles.length.toLocaleString('en');
    const onProgress = (done: number): void => {
      state.textContent = `${done.toLocaleString('en')} of ${total} molecules`;
    };
    try {
      const { table, csv } = await predict(smiles, { onProgress, isStopped: () => stopped });
      shown.replaceChildren(saveButton(csv), table);
    } catch (error) {
      shown.replaceChildren(element('p', { role: 'alert' }, `That did not work: ${(error as Error).message}`));
    }
    predicting = false;
    button.textContent = 'Predict';
  }
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function saveButton(csv: () => string): HTMLElement {
  const button = element('button', { type: 'button' }, 'Download as CSV');
  button.addEventListener('click', () => {
    const address = URL.createObjectURL(new Blob([csv()], { type: 'text/csv' }));
    element('a', { href: address, download: 'predictions.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return button;
}
