/** How far the reading of InChI is: the first time its reader is loaded, and its size is said. */
import { count } from '../parts/numbers.ts';
import { inchiProgress } from '../state/inchi.ts';

export function InchiProgress() {
  const progress = inchiProgress.value;
  if (!progress) return null;
  const { read, total, cancel } = progress;
  return (
    <div class="row" role="status">
      <span>
        {read === undefined
          ? 'Loading what reads InChI, 2 MB, once …'
          : `Reading InChI: ${count(read)} of ${count(total)} …`}
      </span>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}
