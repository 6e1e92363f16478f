/** The status of a folder of runs as one HTML file that loads itself again while there is something to do. */
import { formatDuration, plural, version } from '../../base/index.ts';
import { dataTable, htmlPage, keyFigures, markup, type PageSection } from '../../charts/index.ts';
import { type FolderStatus, type RunState, runStates, type WatchedRun } from './status.ts';

export interface StatusPageOptions {
  /** For people: the folder. */
  readonly name: string;
  /** When it was seen. */
  readonly now: Date;
  /** Seconds until somebody looks again; undefined: nobody does. */
  readonly againAfter: number | undefined;
}

const titles: Readonly<Record<RunState, string>> = {
  running: 'Running',
  failed: 'Failed',
  waiting: 'Waiting',
  stopped: 'Stopped early by the search',
  finished: 'Finished',
};

/** Only such a page has a bar of this name, in every version. */
const barLabel = 'part that is done';

/** Whether a file holds a page of this kind, which the next look replaces. */
export function isStatusPage(text: string): boolean {
  return text.includes(`aria-label="${barLabel}"`);
}

export function statusPage(status: FolderStatus, { name, now, againAfter }: StatusPageOptions): string {
  const { runs, counts, share, secondsLeft, isOver } = status;
  const percent = Math.floor(share * 100);
  const left = isOver ? 'none' : secondsLeft === undefined ? 'unknown' : formatDuration(secondsLeft);
  const seen = `Seen ${now.toISOString().replace('T', ' ').slice(0, 19)} UTC`;
  const again = isOver
    ? 'nothing is left to do'
    : againAfter === undefined
      ? 'one look'
      : `looked at again every ${formatDuration(againAfter)}`;
  const isUnwatched = !isOver && counts.running === 0;
  return htmlPage({
    title: `${counts.finished} of ${plural(runs.length, 'run')} finished`,
    subtitle: `${name}. ${seen}; ${again}.`,
    reloadSeconds: isOver ? undefined : againAfter && Math.ceil(againAfter),
    lead: [
      markup`<progress max="100" value="${String(percent)}" aria-label="${barLabel}">${String(percent)} %</progress>`,
      keyFigures([
        { name: 'finished', value: String(counts.finished), note: `of ${runs.length}` },
        { name: 'running', value: String(counts.running) },
        { name: 'waiting', value: String(counts.waiting) },
        { name: 'failed', value: String(counts.failed) },
        ...(counts.stopped > 0 ? [{ name: 'stopped early', value: String(counts.stopped) }] : []),
        { name: 'time left', value: left, note: `${percent} % done` },
      ]),
      isUnwatched &&
        markup`<p>No process works on these runs at this moment; the command that began them continues.</p>`,
    ],
    sections: runStates.flatMap((state) =>
      sectionOf(
        state,
        runs.filter((run) => run.state === state),
      ),
    ),
    css: 'progress { width: 100%; height: 1.2rem; margin: 16px 0 4px; accent-color: var(--chart-link); }',
    footer: `graphsam ${version}`,
  });
}

function sectionOf(state: RunState, runs: readonly WatchedRun[]): PageSection[] {
  if (runs.length === 0) return [];
  const title = `${titles[state]} (${runs.length})`;
  const header = ['run', 'epochs', 'time', ...(state === 'failed' ? ['reason'] : [])];
  const rows = runs.map((run) => [
    run.name,
    epochsText(run),
    run.seconds > 0 ? formatDuration(run.seconds) : '',
    ...(state === 'failed' ? [run.reason ?? 'unknown'] : []),
  ]);
  return [{ id: state, title, content: dataTable({ header, rows }, title) }];
}

/** `3 of 30`; empty for what has none. */
export function epochsText({ epoch, epochs, state }: WatchedRun): string {
  if (epochs === undefined) return epoch === 0 ? '' : String(epoch);
  return state === 'finished' ? String(epoch) : `${epoch} of ${epochs}`;
}
