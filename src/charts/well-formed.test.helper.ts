/** Whether text is well-formed XML, as far as our own charts go: elements that close, attributes in quotes, entities by number. */
import assert from 'node:assert/strict';

const token = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

/** Throws AssertionError where the text breaks the grammar; returns the names of its elements. */
export function assertWellFormed(text: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  token.lastIndex = 0;
  let at = 0;
  for (const match of text.matchAll(token)) {
    assert.equal(match.index, at, `cannot be read: ${text.slice(at, at + 80)}`);
    at += match[0].length;
    const [, slash, name, attributes = '', end, between = ''] = match;
    for (const reference of `${attributes}${between}`.match(/&[^;]*;?/g) ?? []) assert.match(reference, /^&#\d+;$/);
    if (name === undefined) continue;
    const keys = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, key]) => key);
    assert.equal(new Set(keys).size, keys.length, `an attribute stands twice: ${match[0]}`);
    if (slash) assert.equal(open.pop(), name);
    else names.push(name);
    if (!slash && !end) open.push(name);
  }
  assert.equal(at, text.length, `cannot be read: ${text.slice(at, at + 80)}`);
  assert.deepEqual(open, []);
  return names;
}
