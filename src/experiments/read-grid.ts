/** A comparison file's text as grids: YAML, of which JSON is a part, with the line of a mistake. */
import { LineCounter, parseDocument } from 'yaml';
import { ConfigError } from '../base/index.ts';
import { type Grid, parseGrids } from './grid.ts';

/** where: the file's name. Throws ConfigError with file and line. */
export function readGrids(text: string, where: string): Grid[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const lineAt = (offset: number): string => `line ${lineCounter.linePos(offset).line}`;
  const [error] = document.errors;
  if (error) {
    const isTab = /tab/i.test(error.message);
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: error.message.replace(/\s+/g, ' '),
      where: `${where}, ${lineAt(error.pos[0])}`,
      advice: isTab ? 'Indent with blanks: YAML takes no tabs.' : 'A comparison file is YAML or JSON.',
    });
  }
  const placeOf = (path: readonly PropertyKey[]): string | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
      if (node?.range) return lineAt(node.range[0]!);
    }
    return undefined;
  };
  const content: unknown = document.toJS();
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: 'expected keys such as datasets and optimizers',
      where,
      advice: 'docs/comparing.md shows a comparison file.',
    });
  }
  return parseGrids(content, where, placeOf);
}
