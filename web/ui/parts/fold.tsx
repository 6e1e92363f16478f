/** A card that is folded to its heading once its step is done; the reader can fold and open it at any time. */
import type { ComponentChildren } from 'preact';

interface FoldProps {
  readonly title: ComponentChildren;
  /** Its step is done. Changing it opens or folds the card; in between the reader decides. */
  readonly folded: boolean;
  /** Its contents are two halves, side by side on wide screens. */
  readonly halves?: boolean;
  readonly children: ComponentChildren;
}

export function Fold({ title, folded, halves, children }: FoldProps) {
  return (
    <details class="card fold reveal" open={!folded}>
      <summary>
        <h3>{title}</h3>
      </summary>
      <div class={halves ? 'stack halves' : 'stack'}>{children}</div>
    </details>
  );
}
