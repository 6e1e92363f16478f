/** Names of columns, files and molecules as parts of a message: whatever is in them, they break no line and steer no terminal. */

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/** Line breaks and other control characters but tabs as escapes: `a\nb` for a name of two lines. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === '\t') return character;
    return named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
