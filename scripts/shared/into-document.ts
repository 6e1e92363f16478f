/** A part of a document that a script makes, between two marks. */
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../../src/platform/index.node.ts';

/** text: with the line breaks around it; what is outside the marks stays. */
export async function intoDocument(
  document: string,
  [begin, end]: readonly [string, string],
  text: string,
): Promise<void> {
  const before = await readFile(document, 'utf8');
  const [start, stop] = [before.indexOf(begin) + begin.length, before.indexOf(end)];
  await writeWhole(document, `${before.slice(0, start)}${text}${before.slice(stop)}`);
}
