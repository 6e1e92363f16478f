/** YAML as plain data, of which JSON is a part, with the line of a mistake. */
import { LineCounter, parseDocument } from 'yaml';
import { ConfigError } from '../base/index.ts';

export interface YamlContent {
  readonly content: unknown;
  /** Where the text has a path, for instance `line 3`: the nearest part of the path that it has. */
  lineOf(path: readonly PropertyKey[]): string | undefined;
}

/** where: the file's name. Throws ConfigError with file and line. */
export function readYaml(text: string, where: string): YamlContent {
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
      advice: isTab ? 'Indent with blanks: YAML takes no tabs.' : 'The file has to be YAML or JSON.',
    });
  }
  const lineOf = (path: readonly PropertyKey[]): string | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
      if (node?.range) return lineAt(node.range[0]!);
    }
    return undefined;
  };
  return { content: withoutAliasBombs(document, where), lineOf };
}

/** Aliases that multiply into more nodes than memory holds are refused by the parser. */
function withoutAliasBombs(document: ReturnType<typeof parseDocument>, where: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const isBomb = /alias count/i.test((cause as Error).message);
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: isBomb ? 'its aliases multiply into more values than memory could hold' : (cause as Error).message,
      where,
      advice: 'Write out what the aliases (*name) stand for.',
      cause,
    });
  }
}
