/**
 * Text that is already HTML or SVG, distinguished by its type from text that is not. What is put into `markup` is escaped unless it
 * is Markup itself, so a hostile name in a table cannot become an element: forgetting to escape is not possible.
 */

/** A piece of a document. Only `markup` and `trustedMarkup` make one. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in the gaps of `markup`: text and numbers are escaped, lists are joined, undefined and false leave nothing. */
export type MarkupPart = Markup | string | number | undefined | false | readonly MarkupPart[];

/** Template tag: `markup\`<td>${cell}</td>\``. Attributes are always written in double quotes. */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(strings.reduce((text, string, index) => `${text}${written(parts[index - 1])}${string}`));
}

/** Text that is known to be well-formed and harmless: our own style sheets, drawings that were checked. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

/** The five characters of markup as entities; characters that XML forbids (controls, halves of pairs) as U+FFFD. */
function escapeMarkup(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function written(part: MarkupPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'object') return part.map(written).join('');
  return escapeMarkup(String(part));
}
