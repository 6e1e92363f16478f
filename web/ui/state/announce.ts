/** What a screen reader hears while the page works: one polite sentence at a time, the newest. */
import { signal } from '@preact/signals';

export const announcement = signal('');

export function announce(sentence: string): void {
  announcement.value = sentence;
}
