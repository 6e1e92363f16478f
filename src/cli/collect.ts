/** `graphsam collect`: parts of a prediction in, the whole file out. */
import { z } from 'zod';
import { ConfigError, formatCount, plural } from '../base/index.ts';
import { overwriteSetting } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings(
  'collect',
  z.strictObject({
    run: z.strictObject({ overwrite: overwriteSetting('Output:', 'replace an existing file') }).prefault({}),
  }),
);

export const collect: CommandDefinition = {
  name: 'collect',
  summary: 'join the parts of a prediction that array jobs have made',
  description:
    'Joins what graphsam predict --part has written next to the named output, into the file that one job would have written, byte for byte. Missing parts, damaged ones, and parts of different models, tables or settings are refused. The parts are kept.',
  arguments: [{ syntax: '[OUTPUT]', help: 'the output, as given to graphsam predict' }],
  options: settings.options,
  examples: [
    {
      command: 'graphsam collect scored.csv',
      says: 'joins scored.part-00001-of-00016.csv and the others into scored.csv',
    },
    { command: 'graphsam collect scored.csv --overwrite', says: 'the same over a file that is there' },
  ],
  async run({ positional, given }, output) {
    const [path, ...rest] = positional;
    if (path === undefined || rest.length > 0) {
      throw new ConfigError({
        code: path === undefined ? 'missing-argument' : 'unexpected-argument',
        what: `one output is expected, and ${positional.length} are named`,
        where: 'graphsam collect',
        advice: 'For instance: graphsam collect scored.csv',
      });
    }
    const { collectParts } = await import('../predict/index.node.ts');
    const { parts, rows, failed } = await collectParts(path, settings.read(given).run);
    const reasons = failed > 0 ? `, ${formatCount(failed)} without a prediction` : '';
    output.result(`${path}: ${formatCount(rows)} rows of ${plural(parts, 'part')}${reasons}`, {
      kind: 'result',
      output: path,
      parts,
      rows,
      failed,
    });
    return 0;
  },
};
