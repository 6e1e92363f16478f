/** One of the four steps of the page. */
import type { ComponentChildren } from 'preact';

interface StepProps {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  /** An earlier step is to be done first. */
  readonly waiting?: boolean;
  readonly children?: ComponentChildren;
}

export function Step({ id, number, title, lead, waiting, children }: StepProps) {
  return (
    <section class="frame step" id={id} aria-labelledby={`${id}-title`} data-waiting={waiting ? '' : undefined}>
      <header>
        <span class="number" aria-hidden="true">
          {number}
        </span>
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        <p>{lead}</p>
      </header>
      <div class="stack">{children}</div>
    </section>
  );
}
