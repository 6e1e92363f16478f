/** Asks what the model should learn, where the table leaves it open: the reader ticks one column or several. */
import { useState } from 'preact/hooks';
import type { ColumnReport } from '../../engine/protocol.ts';
import { CheckInput } from '../parts/inputs.tsx';
import { Sentences } from '../parts/notice.tsx';
import { changeTableOptions } from '../state/table.ts';
import type { TargetQuestion as Question } from '../state/target-question.ts';

interface TargetQuestionProps {
  readonly name: string;
  readonly question: Question;
  /** Where they are known: their first cells are shown. */
  readonly columns: readonly ColumnReport[] | undefined;
}

const shownCells = 3;
const cellLength = 24;

export function TargetQuestion({ name, question: { candidates, notes }, columns }: TargetQuestionProps) {
  const [ticked, tick] = useState<readonly string[]>([]);
  const firstCells = (column: string): string => {
    const cells = columns?.find((one) => one.name === column)?.examples ?? [];
    return cells
      .slice(0, shownCells)
      .map((cell) => cell.slice(0, cellLength))
      .join(', ');
  };
  const chosen = candidates.filter((column) => ticked.includes(column));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void changeTableOptions({ targetColumns: [...chosen] });
      }}
    >
      <fieldset>
        <legend class="question">What should the model learn?</legend>
        <p class="muted">{explanation(name, candidates)}</p>
        <div class="checks">
          {candidates.map((column) => (
            <CheckInput
              key={column}
              label={column}
              help={firstCells(column)}
              checked={ticked.includes(column)}
              onChange={(checked) => tick(checked ? [...ticked, column] : ticked.filter((one) => one !== column))}
            />
          ))}
        </div>
      </fieldset>
      <div>
        <button type="submit" class="primary" disabled={chosen.length === 0}>
          Learn what is ticked
        </button>
      </div>
      <Sentences kind="note" title="About the other columns" sentences={notes} />
    </form>
  );
}

function explanation(name: string, candidates: readonly string[]): string {
  if (candidates.length === 1) {
    return `The only column of ${name} with numbers holds different whole numbers, as an id does. Tick it if it was measured.`;
  }
  return `${candidates.length} columns of ${name} may hold it. Tick one; or several, to learn them together.`;
}
