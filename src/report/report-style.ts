/** What a report has beyond charts and tables: cards with structures, and tasks behind a click. */
import { structureCss } from './structure.ts';

export function reportCss(): string {
  return `${structureCss()}
${rules}`;
}

const rules = `
.structures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr)); gap: 16px; margin: 16px 0; }
.structure-card { min-width: 0; padding: 8px 12px; border: 1px solid var(--chart-grid); border-radius: 8px; font-size: 0.85rem; break-inside: avoid; }
.structure-card dl { margin: 4px 0 0; }
.structure-card dl div { display: flex; justify-content: space-between; gap: 8px; }
.structure-card dt { color: var(--chart-muted); }
.structure-card dd { margin: 0; font-variant-numeric: tabular-nums; }
.structure { display: block; width: 100%; height: auto; aspect-ratio: 220 / 150; }
.structure.none { display: grid; place-content: center; color: var(--chart-muted); }
.task { margin: 8px 0; font-size: 1rem; }
.task > summary { padding: 6px 0; border-bottom: 1px solid var(--chart-grid); color: var(--chart-ink); overflow-wrap: anywhere; }
`;
