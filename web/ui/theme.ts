/**
 * Light or dark: as the system says until the reader chooses. Runs before the page is drawn, so that nothing flashes. It works
 * without the rest of the page and without storage (private windows may refuse it).
 */
import { signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const key = 'graphsam.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export const theme = signal<Theme>(chosen() ?? fromSystem());

apply(theme.peek());
system.addEventListener('change', () => {
  if (!chosen()) apply(fromSystem());
});
document.getElementById('theme')?.addEventListener('click', () => {
  const next = theme.peek() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(key, next);
  } catch {
    // Then the choice holds for this visit.
  }
  apply(next);
});

function apply(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset.theme = next;
  document.getElementById('theme')?.setAttribute('aria-pressed', String(next === 'dark'));
}

function fromSystem(): Theme {
  return system.matches ? 'dark' : 'light';
}

function chosen(): Theme | undefined {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'dark' || kept === 'light' ? kept : undefined;
  } catch {
    return undefined;
  }
}
