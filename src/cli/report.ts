/** `graphsam report`: the settings, course and errors of a run, as one HTML file. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../base/index.ts';
import { described } from '../config/index.ts';
import { withRunFolders } from '../runs/index.node.ts';
import { fileSetting, overwriteSetting } from '../runs/index.ts';
import { namedRuns } from './analysis-options.ts';
import type { CommandDefinition } from './command.ts';
import { commandSettings } from './setting-options.ts';
import type { WatchOptions } from './watch.ts';

const group = 'Report:';
const watchGroup = 'Watching:';
/** Where the report of several runs goes, which belong to no single folder. */
const fileOfSeveral = 'report.html';

/** Seconds between two looks. */
const usualInterval = 5;

const settings = commandSettings(
  'report',
  z.strictObject({
    run: z
      .strictObject({
        output: fileSetting(
          group,
          `RUN/report.html, RUN-report.html beside a zip, or ${fileOfSeveral} for several runs`,
        ),
        overwrite: overwriteSetting(group, 'replace an existing file'),
      })
      .prefault({}),
    watch: z
      .strictObject({
        folder: described(z.string().optional(), {
          group: watchGroup,
          help: 'show how far the runs in this folder are (of compare or tune, or any with run folders), until nothing is left to do; status.html in it shows the same',
          option: 'watch',
          placeholder: 'FOLDER',
        }),
        once: described(z.boolean().default(false), { group: watchGroup, help: 'look once, and end', isSwitch: true }),
        interval: described(z.number().min(0.1).optional(), {
          group: watchGroup,
          help: 'time between two looks',
          placeholder: 'SECONDS',
          otherwise: String(usualInterval),
        }),
      })
      .prefault({}),
  }),
);
type ReportSettings = ReturnType<typeof settings.read>;

export const report: CommandDefinition = {
  name: 'report',
  summary: 'write an HTML report of one or several runs',
  description:
    'Writes one HTML file that opens offline: test metrics with their curves, learning curves, the worst predictions as structures, errors by scaffold, data, settings and costs. train leaves it in every run folder as report.html; with several runs their metrics and curves stand side by side. With --watch it says instead how far a folder of runs is.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train, also packed as zip' }],
  options: settings.options,
  examples: [
    { command: 'graphsam report runs/first', says: 'writes runs/first/report.html again' },
    { command: 'graphsam report runs/esol-adam runs/esol-sam -o esol.html', says: 'a comparison of two runs' },
    { command: 'graphsam report --watch comparison', says: 'how far a comparison is, until it ends' },
  ],
  async run(input, output) {
    const given = settings.read(input.given);
    const watched = watchOptions(input.positional, given);
    if (watched) {
      const { page } = watched;
      await refuseExisting(page, async () => given.run.overwrite || (await isStatusPageAt(page)));
      return (await import('./watch.ts')).watchFolder(watched, output);
    }
    const runs = namedRuns(input, 'report');
    const asked = given.run;
    const file = asked.output ?? (runs.length > 1 ? fileOfSeveral : besidePacked(runs[0]!));
    if (file !== undefined) await refuseExisting(file, async () => asked.overwrite);
    // Only now: help must not wait for RDKit.
    const { writeReport } = await import('../report/index.node.ts');
    const path = await withRunFolders(runs, (folders) => writeReport({ runs: folders, output: file }));
    output.result(`Report: ${path}`, { kind: 'result', output: path, runs });
    return 0;
  },
};

/** undefined: a report is asked for. Throws ConfigError where both are. */
function watchOptions(positional: readonly string[], { run, watch }: ReportSettings): WatchOptions | undefined {
  const { folder, once, interval } = watch;
  if (folder === undefined ? once || interval !== undefined : positional.length > 0) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['watch', 'folder'],
      what: folder === undefined ? 'nothing is to be watched' : 'a folder is to be watched, and runs are named',
      where: folder === undefined ? '--once, --interval' : '--watch',
      advice: 'For instance: graphsam report --watch comparison',
    });
  }
  if (folder === undefined) return undefined;
  return { folder, page: run.output ?? join(folder, 'status.html'), once, interval: interval ?? usualInterval };
}

/** What an earlier look has left, which is ours to replace. */
async function isStatusPageAt(path: string): Promise<boolean> {
  const { isStatusPage } = await import('../experiments/index.ts');
  const text = await readFile(path, 'utf8').catch(() => '');
  return isStatusPage(text);
}

/** Of a run packed as zip: a file beside it. Undefined for a folder, which has its own. */
function besidePacked(run: string): string | undefined {
  return /\.zip$/i.test(run) ? run.replace(/\.zip$/i, '-report.html') : undefined;
}

/** Throws ConfigError unless the file may be written; mayReplace is asked of one that exists. The report inside a run folder is ours to replace. */
async function refuseExisting(file: string, mayReplace: () => Promise<boolean>): Promise<void> {
  if (!existsSync(file)) return;
  const isFile = (await stat(file)).isFile();
  if (isFile && (await mayReplace())) return;
  throw new ConfigError({
    code: isFile ? 'output-exists' : 'output-unusable',
    what: isFile ? 'the file exists' : 'it is a folder or a device, not a file',
    where: file,
    advice: `Choose another --output${isFile ? ' or --overwrite' : ''}.`,
  });
}
