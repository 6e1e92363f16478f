/** The style sheet of a page. */
import { themeCss } from './palette.ts';

export function pageCss(): string {
  return `${themeCss()}
${rules}`;
}

/** Up to which charts are drawn, in pixels, unless they are wide themselves. */
export const usualWidth = 560;

const rules = `
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--chart-ground); color: var(--chart-ink); font: 16px/1.5 system-ui, sans-serif; -webkit-text-size-adjust: 100%; }
body { max-width: 1240px; margin: 0 auto; padding: 24px clamp(12px, 3vw, 32px) 48px; }
h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.3rem; margin: 40px 0 12px; padding-top: 20px; border-top: 1px solid var(--chart-grid); }
h3 { font-size: 1rem; }
p { margin: 0.5em 0; max-width: 75ch; }
p, li, dd, summary { overflow-wrap: anywhere; }
a { color: var(--chart-link); }
small, .muted, .subtitle, footer { color: var(--chart-muted); }
.subtitle { margin-top: 4px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 16px 0 0; padding: 0; font-size: 0.9rem; }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--chart-grid); font-size: 0.85rem; overflow-wrap: anywhere; }
code { font: 0.92em ui-monospace, monospace; overflow-wrap: anywhere; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 350px), 1fr)); gap: 20px 24px; align-items: start; margin: 16px 0; }
.grid > * { min-width: 0; }
figure { margin: 0; padding: 14px 14px 10px; border: 1px solid var(--chart-grid); border-radius: 8px; break-inside: avoid; }
figcaption { margin-bottom: 8px; }
figcaption p { margin: 2px 0 0; font-size: 0.85rem; color: var(--chart-muted); }
.chart { display: block; width: 100%; max-width: ${usualWidth}px; height: auto; margin: 0 auto; }
details { margin-top: 6px; font-size: 0.85rem; }
summary { cursor: pointer; color: var(--chart-muted); }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--chart-link); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 0.9rem; }
details table { font-size: 0.85rem; }
th, td { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--chart-grid); }
th { font-weight: 600; }
tbody th { font-weight: 400; overflow-wrap: break-word; min-width: 8em; max-width: 24em; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
thead th { vertical-align: bottom; min-width: 5em; }
.key-figures { display: flex; flex-wrap: wrap; gap: 12px 36px; margin: 20px 0; }
.key-figures dt { color: var(--chart-muted); font-size: 0.85rem; }
.key-figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.key-figures small { font-size: 0.85rem; }
.warnings { margin: 12px 0; padding: 10px 14px 10px 32px; border-left: 4px solid var(--chart-warning); background: var(--chart-raised); overflow-wrap: anywhere; }
@media print {
  html { font-size: 11pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-after: avoid; }
  .grid { grid-template-columns: repeat(2, 1fr); }
  .scroll { overflow: visible; }
}
`;
