/** Offers to learn a column of words as classes, by one click. */
import { Notice } from '../parts/notice.tsx';
import { changeTableOptions } from '../state/table.ts';
import type { ClassesOffer as Offer } from '../state/target-question.ts';

const shown = 8;

export function ClassesOffer({ offer: { column, classes } }: { readonly offer: Offer }) {
  const more = classes.length > shown ? `, and ${classes.length - shown} more` : '';
  return (
    <Notice kind="offer" title={`Are the words of ${column} classes to learn?`}>
      <p>
        {classes.slice(0, shown).join(', ')}
        {more}. The model then says for each molecule how probable each of them is.
      </p>
      <div>
        <button
          type="button"
          class="primary"
          onClick={() => void changeTableOptions({ targetColumns: [column], taskType: 'multiclass' })}
        >
          Learn them as classes
        </button>
      </div>
    </Notice>
  );
}
