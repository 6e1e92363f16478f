/** What not everybody wants to see at once. */
import type { ComponentChildren } from 'preact';

interface MoreProps {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

export function More({ title, open, children }: MoreProps) {
  return (
    <details class="more" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
