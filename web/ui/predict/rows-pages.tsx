/** Which of the found rows are in sight, and the way to the next ones. */
import { count, plural } from '../parts/numbers.ts';

export const rowsAPage = 50;

interface RowsPagesProps {
  readonly found: number;
  readonly from: number;
  readonly onFrom: (from: number) => void;
}

export function RowsPages({ found, from, onFrom }: RowsPagesProps) {
  const last = Math.min(found, from + rowsAPage);
  return (
    <div class="row spread">
      <p class="small muted" role="status">
        {found === 0 ? 'No row is like that.' : `${count(from + 1)} to ${count(last)} of ${plural(found, 'row')}`}
      </p>
      {found > rowsAPage && (
        <div class="row">
          <button type="button" disabled={from === 0} onClick={() => onFrom(from - rowsAPage)}>
            Previous rows
          </button>
          <button type="button" disabled={last >= found} onClick={() => onFrom(from + rowsAPage)}>
            Next rows
          </button>
        </div>
      )}
    </div>
  );
}
