/** `graphsam report`: what a run was told, did and got wrong, as one HTML file. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ConfigError } from '../base/index.ts';
import { namedRuns } from './analysis-options.ts';
import type { CommandDefinition } from './command.ts';

const group = 'Report:';
/** Where the report of several runs goes, which belong to no single folder. */
const fileOfSeveral = 'report.html';

export const report: CommandDefinition = {
  name: 'report',
  summary: 'write an HTML report of one or several runs',
  description:
    'Writes one HTML file that opens offline: test metrics with their curves, learning curves, the worst predictions as structures, errors by scaffold, data, settings and costs. train leaves it in every run folder as report.html; with several runs their metrics and curves stand side by side.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: [
    {
      name: 'output',
      short: 'o',
      kind: 'text',
      placeholder: 'FILE',
      group,
      default: `RUN/report.html, or ${fileOfSeveral} for several runs`,
      help: 'output file',
    },
    { name: 'overwrite', kind: 'flag', group, help: 'replace an existing file' },
  ],
  examples: [
    { command: 'graphsam report runs/first', says: 'writes runs/first/report.html again' },
    { command: 'graphsam report runs/esol-adam runs/esol-sam -o esol.html', says: 'a comparison of two runs' },
  ],
  async run(input, output) {
    const runs = namedRuns(input, 'report');
    const given = input.given.output as string | undefined;
    const file = given ?? (runs.length > 1 ? fileOfSeveral : undefined);
    if (file !== undefined) await refuseExisting(file, input.given.overwrite === true);
    // Only now: help must not wait for RDKit.
    const { writeReport } = await import('../report/index.node.ts');
    const path = await writeReport({ runs, output: file });
    output.result(`Report: ${path}`, { kind: 'result', output: path, runs });
    return 0;
  },
};

/** Throws ConfigError unless the file may be written; the report inside a run folder is ours to replace. */
async function refuseExisting(file: string, overwrite: boolean): Promise<void> {
  if (!existsSync(file)) return;
  const isFile = (await stat(file)).isFile();
  if (isFile && overwrite) return;
  throw new ConfigError({
    code: 'output-exists',
    what: isFile ? 'the file exists' : 'it is a folder or a device, not a file',
    where: file,
    advice: `Choose another --output${isFile ? ' or --overwrite' : ''}.`,
  });
}
