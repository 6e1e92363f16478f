/** A configuration file's text as plain data: JSON, with line and column of a mistake. */
import { ConfigError } from '../base/index.ts';

/** where: the file's name. Throws ConfigError with line and column, and with a hint for trailing commas. */
export function readConfigText(text: string, where: string): unknown {
  const content = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: (cause as Error).message,
      ...diagnose(content, cause as Error, where),
      cause,
    });
  }
}

function diagnose(text: string, { message }: Error, where: string): { where: string; advice: string } {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const isTrailing = /,\s*$/.test(before) && /[}\]]/.test(text[position] ?? '');
  return {
    where: `${where}, line ${line}, column ${column}`,
    advice: isTrailing ? 'Remove the comma before the closing bracket.' : 'A configuration file is one JSON object.',
  };
}
