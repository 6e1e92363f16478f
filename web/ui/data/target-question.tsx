/** Asks what the model should learn, where the table leaves it open. */
import type { ColumnReport } from '../../engine/protocol.ts';
import { Sentences } from '../parts/notice.tsx';
import type { TargetQuestion as Question } from '../state/target-question.ts';
import { PropertyQuestion } from './property-question.tsx';

interface TargetQuestionProps {
  readonly name: string;
  readonly question: Question;
  readonly columns: readonly ColumnReport[];
}

export function TargetQuestion({ name, question: { candidates, guess, notes }, columns }: TargetQuestionProps) {
  return (
    <>
      <PropertyQuestion
        key={columns.length}
        explanation={explanation(name, candidates)}
        columns={columns}
        candidates={candidates}
        ticked={guess === undefined ? [] : [guess]}
      />
      <Sentences kind="note" title="About the other columns" sentences={notes} />
    </>
  );
}

function explanation(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) {
    return `By their names, the columns of ${name} are computed from the structure, or identify rows. Tick what was measured.`;
  }
  if (candidates.length === 1) {
    return `The only column of ${name} with numbers holds different whole numbers, as an id does. Leave it ticked if it was measured.`;
  }
  return `${candidates.length} columns of ${name} may hold it; the most likely one is ticked. Tick several to learn them together.`;
}
