/** The links at the top: which steps are done, and which one is next. */
import { effect } from '@preact/signals';
import { results } from './state/results.ts';
import { runs } from './state/runs.ts';
import { tableState } from './state/table.ts';

export function followPath(nav: HTMLElement): () => void {
  return effect(() => {
    const hasResults = results.value.size > 0;
    const done = { '#data': tableState.value.kind === 'ready' || runs.value.length > 0, '#train': hasResults };
    const now = hasResults ? '#results' : done['#data'] ? '#train' : '#data';
    for (const link of nav.querySelectorAll('a')) {
      const step = link.getAttribute('href')!;
      const isNow = step === now;
      link.dataset.state = isNow ? 'now' : done[step as keyof typeof done] ? 'done' : 'later';
      if (isNow) link.setAttribute('aria-current', 'step');
      else link.removeAttribute('aria-current');
    }
  });
}
