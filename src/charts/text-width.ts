/** How wide text will be, without a page to measure it in: estimated for the widest of the usual fonts. */

export const fontSize = 12;
const widthOfCharacter = 0.6;
/** Narrow and wide characters, as multiples of the average. */
const narrow = /[ijl.,:;'|!()[\]\s1ftr]/;
const wide = /[mwMW@%\u3000-\uFFFF]/;

export function textWidth(text: string): number {
  let characters = 0;
  for (const character of text) characters += narrow.test(character) ? 0.7 : wide.test(character) ? 1.6 : 1.05;
  return characters * widthOfCharacter * fontSize;
}

/** The text, or its beginning and an ellipsis where it is wider than `width`. */
export function shortened(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(`${kept}${character}\u2026`) > width) break;
    kept += character;
  }
  return `${kept}\u2026`;
}
