/** Two programs timed in turn: one ratio a round, so that a change of the machine's speed shows as spread and not as a result. */
import { formatTable } from '../scripts/shared/format-table.ts';
import { median, quantile } from '../src/base/quantile.ts';

export interface Round {
  readonly otherMs: readonly number[];
  readonly oursMs: readonly number[];
}

export interface PairedTimes {
  /** Medians over all steps of all rounds. */
  readonly otherMs: number;
  readonly oursMs: number;
  readonly ratio: { readonly median: number; readonly lowerQuartile: number; readonly upperQuartile: number };
  readonly rounds: readonly {
    readonly otherMs: number;
    readonly oursMs: number;
    readonly ratio: number;
    readonly steps: number;
  }[];
}

/** Gives durations in milliseconds: the count that is asked for, or fewer. */
export type Timed = (count: number) => Promise<readonly number[]>;

/**
 * rounds: how many; steps: of the other program in a round, at most; warmup: its first durations of a round that are dropped.
 * Ours are as many as the other's that are left.
 */
export async function timeInTurn(
  programs: { readonly other: Timed; readonly ours: Timed },
  { rounds, steps, warmup }: { readonly rounds: number; readonly steps: number; readonly warmup: number },
): Promise<Round[]> {
  const timed: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const otherMs = (await programs.other(warmup + steps)).slice(warmup);
    timed.push({ otherMs, oursMs: await programs.ours(otherMs.length) });
  }
  return timed;
}

export function comparePairs(rounds: readonly Round[]): PairedTimes {
  const perRound = rounds.map(({ otherMs, oursMs }) => ({
    otherMs: median(otherMs),
    oursMs: median(oursMs),
    ratio: median(otherMs) / median(oursMs),
    steps: oursMs.length,
  }));
  const ratios = perRound.map(({ ratio }) => ratio);
  return {
    otherMs: median(rounds.flatMap(({ otherMs }) => otherMs)),
    oursMs: median(rounds.flatMap(({ oursMs }) => oursMs)),
    ratio: { median: median(ratios), lowerQuartile: quantile(ratios, 0.25), upperQuartile: quantile(ratios, 0.75) },
    rounds: perRound,
  };
}

export function describePairs({ otherMs, oursMs, ratio, rounds }: PairedTimes): string {
  const rows = rounds.map((round, index) => [
    String(index + 1),
    round.otherMs.toFixed(1),
    round.oursMs.toFixed(1),
    round.ratio.toFixed(2),
    String(round.steps),
  ]);
  return [
    formatTable(['round', 'other ms', 'ours ms', 'ratio', 'steps'], rows),
    '',
    `a step takes ${otherMs.toFixed(1)} ms there and ${oursMs.toFixed(1)} ms here`,
    `ratio ${ratio.median.toFixed(2)} (quartiles ${ratio.lowerQuartile.toFixed(2)} to ${ratio.upperQuartile.toFixed(2)})`,
  ].join('\n');
}
