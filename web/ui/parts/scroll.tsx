/** A table that scrolls by itself; the keyboard reaches it. */
import type { ComponentChildren } from 'preact';

interface ScrollProps {
  readonly label: string;
  /** Rows with pictures: most of the screen. */
  readonly tall?: boolean;
  readonly children: ComponentChildren;
}

export function Scroll({ label, tall, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
    <section class={tall ? 'scroll tall' : 'scroll'} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
