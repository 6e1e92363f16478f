/** One HTML file with everything inside it: no scripts, nothing fetched, light or dark as the reader's system, printable. */
import { cutAtSettings } from '../base/index.ts';
import { type Markup, type MarkupPart, markup, trustedMarkup } from './markup.ts';
import { pageCss } from './page-style.ts';

export interface PageSection {
  /** For links inside the page. */
  readonly id: string;
  readonly title: string;
  readonly content: MarkupPart;
}

export interface PageOptions {
  readonly title: string;
  /** A line under the title. */
  readonly subtitle?: MarkupPart;
  /** Between the title and the sections: what matters most. */
  readonly lead?: MarkupPart;
  readonly sections: readonly PageSection[];
  /** At the end, for instance which program wrote the page. */
  readonly footer?: MarkupPart;
  /** The page is loaded again after so many seconds. Default: never. */
  readonly reloadSeconds?: number | undefined;
  /** Further rules, for what a section brings along. */
  readonly css?: string | undefined;
}

/** Even if something hostile came through, the page may neither run nor load anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function htmlPage({ title, subtitle, lead, sections, footer, reloadSeconds, css = '' }: PageOptions): string {
  const links = sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`);
  const body = sections.map(
    ({ id, title: name, content }) =>
      markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>
${content}</section>
`,
  );
  const reload = reloadSeconds !== undefined && markup`<meta http-equiv="refresh" content="${String(reloadSeconds)}">`;
  const contents = sections.length > 1 && markup`<nav aria-label="Contents"><ul>${links}</ul></nav>`;
  return `<!doctype html>
${markup`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}">${reload}<meta name="color-scheme" content="light dark"><title>${title}</title><style>${trustedMarkup(pageCss())}${trustedMarkup(css)}</style></head>
<body><header><h1>${title}</h1>${subtitle !== undefined && markup`<p class="subtitle">${subtitle}</p>`}</header>
${contents}<main>${lead}${body}</main>${footer !== undefined && markup`<footer>${footer}</footer>`}</body></html>
`}`;
}

/** Figures or cards beside each other where there is room. */
export function grid(...content: readonly MarkupPart[]): Markup {
  return markup`<div class="grid">${content}</div>`;
}

export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

/** A few large numbers with their names. */
export function keyFigures(entries: readonly KeyFigure[]): Markup {
  const items = entries.map(
    ({ name, value, note }) =>
      markup`<div><dt>${name}</dt><dd>${value}${note && markup` <small>${note}</small>`}</dd></div>`,
  );
  return markup`<dl class="key-figures">${items}</dl>`;
}

/** Sentences that the reader must not miss. */
export function warnings(sentences: readonly string[]): MarkupPart {
  return sentences.length > 0 && markup`<ul class="warnings">${listItems(sentences)}</ul>`;
}

/** A sentence each. A page has no names of its own for settings: they stand by their path in the configuration. */
export function listItems(sentences: readonly string[]): MarkupPart {
  return sentences.map((sentence) => {
    const pieces = cutAtSettings(sentence);
    return markup`<li>${pieces.map((text, at) => (at % 2 === 1 ? markup`<code>${text}</code>` : text))}</li>`;
  });
}
