/** A comparison file's text as grids: YAML, of which JSON is a part, with the line of a mistake. */
import { ConfigError } from '../base/index.ts';
import { readYaml } from '../config/index.node.ts';
import { type Grid, parseGrids } from './grid.ts';

/** where: the file's name. Throws ConfigError with file and line. */
export function readGrids(text: string, where: string): Grid[] {
  const { content, lineOf } = readYaml(text, where);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError({
      code: 'unreadable-configuration',
      what: 'expected keys such as datasets and optimizers',
      where,
      advice: 'docs/comparing.md shows a comparison file.',
    });
  }
  return parseGrids(content, where, lineOf);
}
