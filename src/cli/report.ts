/** `graphsam report`: what a run was told, did and got wrong, as one HTML file. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ConfigError } from '../base/index.ts';
import { withRunFolders } from '../runs/index.node.ts';
import { namedRuns } from './analysis-options.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import type { WatchOptions } from './watch.ts';

const group = 'Report:';
const watchGroup = 'Watching:';
/** Where the report of several runs goes, which belong to no single folder. */
const fileOfSeveral = 'report.html';

export const report: CommandDefinition = {
  name: 'report',
  summary: 'write an HTML report of one or several runs',
  description:
    'Writes one HTML file that opens offline: test metrics with their curves, learning curves, the worst predictions as structures, errors by scaffold, data, settings and costs. train leaves it in every run folder as report.html; with several runs their metrics and curves stand side by side. With --watch it says instead how far a folder of runs is.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train, also packed as zip' }],
  options: [
    {
      name: 'output',
      short: 'o',
      kind: 'text',
      placeholder: 'FILE',
      group,
      default: `RUN/report.html, RUN-report.html beside a zip, or ${fileOfSeveral} for several runs`,
      help: 'output file',
    },
    { name: 'overwrite', kind: 'flag', group, help: 'replace an existing file' },
    {
      name: 'watch',
      kind: 'text',
      placeholder: 'FOLDER',
      group: watchGroup,
      help: 'show how far the runs in this folder are (of compare or tune, or any with run folders), until nothing is left to do; status.html in it shows the same',
    },
    { name: 'once', kind: 'flag', group: watchGroup, help: 'look once, and end' },
    {
      name: 'interval',
      kind: 'number',
      placeholder: 'SECONDS',
      group: watchGroup,
      default: '5',
      help: 'time between two looks',
    },
  ],
  examples: [
    { command: 'graphsam report runs/first', says: 'writes runs/first/report.html again' },
    { command: 'graphsam report runs/esol-adam runs/esol-sam -o esol.html', says: 'a comparison of two runs' },
    { command: 'graphsam report --watch comparison', says: 'how far a comparison is, until it ends' },
  ],
  async run(input, output) {
    const watched = watchOptions(input);
    if (watched) return (await import('./watch.ts')).watchFolder(watched, output);
    const runs = namedRuns(input, 'report');
    const given = input.given.output as string | undefined;
    const file = given ?? (runs.length > 1 ? fileOfSeveral : besidePacked(runs[0]!));
    if (file !== undefined) await refuseExisting(file, input.given.overwrite === true);
    // Only now: help must not wait for RDKit.
    const { writeReport } = await import('../report/index.node.ts');
    const path = await withRunFolders(runs, (folders) => writeReport({ runs: folders, output: file }));
    output.result(`Report: ${path}`, { kind: 'result', output: path, runs });
    return 0;
  },
};

/** undefined: a report is asked for. Throws ConfigError where both are, and for an interval that is none. */
function watchOptions({ positional, given }: CommandInput): WatchOptions | undefined {
  const { watch, once, interval = 5 } = given;
  if (watch === undefined ? once === true || given.interval !== undefined : positional.length > 0) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: watch === undefined ? 'nothing is to be watched' : 'a folder is to be watched, and runs are named',
      where: watch === undefined ? '--once, --interval' : '--watch',
      advice: 'For instance: graphsam report --watch comparison',
    });
  }
  if (watch === undefined) return undefined;
  if (!(Number(interval) >= 0.1))
    throw new ConfigError({ code: 'wrong-value', what: 'expected seconds, at least 0.1', where: '--interval' });
  const page = given.output as string | undefined;
  return { folder: watch as string, page, once: once === true, interval: Number(interval) };
}

/** Of a run packed as zip: a file beside it. Undefined for a folder, which has its own. */
function besidePacked(run: string): string | undefined {
  return /\.zip$/i.test(run) ? run.replace(/\.zip$/i, '-report.html') : undefined;
}

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
