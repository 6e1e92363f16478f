/** `graphsam report --watch`: looks at a folder of runs until nothing is left to do, tells what has changed, and keeps a page beside. */
import { setTimeout } from 'node:timers/promises';
import { formatDuration } from '../base/index.ts';
import { epochsText, type FolderStatus, statusPage, type WatchedRun } from '../experiments/index.ts';
import { exitCodes } from './exit-code.ts';
import { formatTable } from './format.ts';
import { interruptible } from './interrupt.ts';
import type { Output } from './output.ts';

export interface WatchOptions {
  readonly folder: string;
  /** Where the page goes: into a file that may be replaced. */
  readonly page: string;
  /** Look once. */
  readonly once: boolean;
  /** Seconds between two looks. */
  readonly interval: number;
}

/** Of runs that are not finished, the longest list that is printed. */
const mostLines = 40;

/** Returns the exit code: success if everything is finished. Throws CheckpointError if there are no runs. */
export async function watchFolder(options: WatchOptions, output: Output): Promise<number> {
  const { folder, page, once, interval } = options;
  const { watchRuns } = await import('../experiments/index.node.ts');
  const { watchStudy } = await import('../tune/index.node.ts');
  const { writeWhole } = await import('../platform/index.node.ts');
  const look = (await watchStudy(folder)) ?? watchRuns(folder);
  return interruptible(output, 'the page stays as it is, and so do the trainings', async (signal) => {
    let before: FolderStatus | undefined;
    for (;;) {
      const status = await look();
      const againAfter = once ? undefined : interval;
      await writeWhole(page, statusPage(status, { name: folder, now: new Date(), againAfter }));
      if (once || status.isOver) return end(output, { status, page });
      if (before === undefined) begin(output, status, page);
      else printChanges(output, before, status);
      output.progress(progressOf(status));
      before = status;
      await setTimeout(interval * 1000, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitCodes.interrupted;
    }
  });
}

function begin(output: Output, status: FolderStatus, page: string): void {
  output.say(statusText(status), recordOf(status));
  output.say(`Page: ${page}`, { kind: 'files', files: [page] });
}

function end(output: Output, { status, page }: { readonly status: FolderStatus; readonly page: string }): number {
  output.result(statusText(status), { ...recordOf(status), kind: 'result', output: page });
  output.say(`Page: ${page}`, { kind: 'files', files: [page] });
  return status.counts.failed > 0 ? exitCodes.run : exitCodes.success;
}

/** A line for each run that has come into another state. */
function printChanges(output: Output, before: FolderStatus, status: FolderStatus): void {
  const states = new Map(before.runs.map(({ name, state }) => [name, state]));
  const changed = status.runs.filter(({ name, state }) => states.get(name) !== state);
  for (const run of changed) {
    const reason = run.state === 'failed' && run.reason ? `: ${run.reason}` : '';
    output.say(`${countsText(status)}  ${run.name} ${run.state}${reason}`, { ...run, kind: 'run' });
  }
}

function progressOf({ runs, counts, share, secondsLeft }: FolderStatus) {
  return { label: `run ${counts.finished}/${runs.length}`, share, secondsLeft, detail: `${counts.running} running` };
}

/** Counts, then what is not finished: in hand first. */
function statusText(status: FolderStatus): string {
  const order = ['running', 'failed', 'waiting', 'stopped'];
  const open = order.flatMap((state) => status.runs.filter((run) => run.state === state));
  const rest = open.length > mostLines ? [`... and ${open.length - mostLines} more`] : [];
  const table =
    open.length > 0 ? [formatTable(['state', 'run', 'epochs', ''], open.slice(0, mostLines).map(rowOf))] : [];
  return [sentence(status), ...table, ...rest].join('\n');
}

function rowOf(run: WatchedRun): string[] {
  return [run.state, run.name, epochsText(run), run.state === 'failed' ? (run.reason ?? '') : ''];
}

function sentence(status: FolderStatus): string {
  const { counts, isOver, secondsLeft } = status;
  const others = (['running', 'waiting', 'failed', 'stopped'] as const).filter((state) => counts[state] > 0);
  const left = isOver ? '' : secondsLeft === undefined ? '' : `, about ${formatDuration(secondsLeft)} left`;
  return `${[`${countsText(status)} finished`, ...others.map((state) => `${counts[state]} ${state}`)].join(', ')}${left}`;
}

function countsText({ counts, runs }: FolderStatus): string {
  return `${counts.finished}/${runs.length}`;
}

function recordOf({ counts, secondsLeft, isOver, share, runs }: FolderStatus) {
  return { kind: 'status', counts, share, secondsLeft, isOver, runs };
}
