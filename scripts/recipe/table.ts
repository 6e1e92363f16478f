/** The search in one table a round: each candidate's mean validation metric by table and split, CPU seconds, runs, score. */
import { mean } from '../../src/base/index.ts';
import { formatTable } from '../shared/format-table.ts';
import type { Search, Settings } from './candidates.ts';
import { keyOf, type RunRecord, type WantedRun } from './records.ts';
import { cellOf, type Records, type RoundState } from './rounds.ts';

/** Candidates, then the rounds so far; what is not there yet is listed as missing. */
export function searchTables(search: Search, states: readonly RoundState[], records: Records): string {
  const rounds = states.map((state, index) => {
    const played = states.slice(0, index + 1).flatMap(({ wanted }) => wanted);
    return roundTable(state, played, records);
  });
  const waiting = search.rounds.length - states.length;
  const rest = waiting > 0 ? [`Rounds not begun: ${waiting}.`] : [];
  return [settingsTable(search), ...rounds, ...rest].join('\n\n');
}

/** '-': the preset's of the task type. */
function settingsTable({ candidates }: Search): string {
  const names = [
    ...new Set(Object.values(candidates).flatMap((settings) => Object.keys(settings))),
  ] as (keyof Settings)[];
  const rows = Object.entries(candidates).map(([candidate, settings]) => [
    candidate,
    ...names.map((name) => String(settings[name] ?? '-')),
  ]);
  return formatTable(['candidate', ...names.map((name) => shortNames[name] ?? name)], rows);
}

const shortNames: Partial<Record<keyof Settings, string>> = {
  warmupEpochs: 'warm-up',
  weightDecay: 'decay',
  emaDecay: 'EMA',
  feedForwardLayers: 'ff layers',
  headLayers: 'head layers',
  distanceKernel: 'kernel',
  batchSize: 'batch',
  moleculeFeatures: 'features',
  classificationEpochs: 'class. epochs',
};

function roundTable(state: RoundState, played: readonly WantedRun[], records: Records): string {
  const cells = [...new Set(played.map(cellOf))];
  const header = ['candidate', ...cells, 'CPU s a seed', 'runs', 'missing', 'score', 'rank'];
  const rows = state.candidates.map((name, at) => {
    const own = played.filter(({ candidate }) => candidate === name);
    const inCells = cells.map((cell) => found(own.filter((run) => cellOf(run) === cell)));
    const finished = inCells.flat().filter(({ status }) => status === 'finished');
    const missing = own.length - inCells.flat().length;
    const score = state.scores?.get(name);
    return [
      name,
      ...inCells.map((runs) => meanOr(runs, ({ validation }) => validation, 4)),
      inCells.some((runs) => runs.length === 0) ? '-' : secondsASeed(inCells),
      String(finished.length),
      missing > 0 ? String(missing) : '',
      score === undefined ? '-' : score.toFixed(2),
      score === undefined ? '-' : String(at + 1),
    ];
  });
  const status = state.scores ? 'decided' : `${state.missing.length} of ${state.wanted.length} runs missing`;
  return `Round ${state.number} (${status})\n${formatTable(header, rows)}`;

  function found(runs: readonly WantedRun[]): RunRecord[] {
    return runs.flatMap((run) => records.get(keyOf(run)) ?? []);
  }
}

/** Sum over tables and splits of the mean CPU seconds of a training. */
function secondsASeed(inCells: readonly RunRecord[][]): string {
  const seconds = inCells.map((runs) => mean(runs.map(({ cpuSeconds }) => cpuSeconds ?? Number.NaN)));
  return seconds.reduce((total, value) => total + value, 0).toFixed(0);
}

function meanOr(runs: readonly RunRecord[], pick: (record: RunRecord) => number | undefined, digits: number): string {
  if (runs.length === 0) return 'missing';
  if (runs.some(({ status }) => status === 'failed')) return 'failed';
  return mean(runs.map((run) => pick(run)!)).toFixed(digits);
}
