/** What not everybody wants to see at once. */
import type { ComponentChildren } from 'preact';

interface MoreProps {
  readonly title: ComponentChildren;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

export function More({ title, open, children }: MoreProps) {
  return (
    <details class="more" open={open}>
      <summary>
        <span class="name">{title}</span>
      </summary>
      {children}
    </details>
  );
}
