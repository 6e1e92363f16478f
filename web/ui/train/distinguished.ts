/** Runs of one name beside each other: what they differ in becomes a part of their names. */
import { inWords } from '../state/setting-labels.ts';
import { type RunName, titleOfRun } from './run-title.ts';

export interface Distinguishable extends RunName {
  readonly config: object;
  /** Names of its tables. */
  readonly data: string;
  /** Milliseconds since 1970. */
  readonly created?: number;
}

/** As many of these as it takes, and none where the names differ already: seed, table, settings, time. */
export function distinguished<Named extends Distinguishable>(
  all: readonly Named[],
  { bySeed = true }: { readonly bySeed?: boolean } = {},
): readonly Named[] {
  let named = all;
  for (const mark of marksOf(all, bySeed)) {
    if (new Set(named.map(titleOfRun)).size === all.length) break;
    named = named.map((run) => ({ ...run, mark: [run.mark, mark(run)].filter(Boolean).join(', ') }));
  }
  return named;
}

type Mark = (run: Distinguishable) => string;

/** Those that are not the same for all. */
function marksOf(all: readonly Distinguishable[], bySeed: boolean): readonly Mark[] {
  const settings = new Map(all.map((run) => [run, settingsOf(run.config)]));
  const paths = [...new Set([...settings.values()].flatMap((each) => [...each.keys()]))];
  const markOf =
    (path: string): Mark =>
    (run) =>
      `${settingName(path)} ${settings.get(run)?.get(path) ?? 'default'}`;
  const marks: readonly Mark[] = [
    ...(bySeed ? [markOf(seedPath)] : []),
    ({ data }) => data,
    ...paths.filter((path) => path !== seedPath && !elsewhere.test(path)).map(markOf),
    ({ created }) => (created === undefined ? '' : new Date(created).toLocaleString()),
  ];
  return marks.filter((mark) => new Set(all.map(mark)).size > 1);
}

const seedPath = 'training.seed';
/** Settings of the machine change no result, and tables are told by their names. */
const elsewhere = /^(machine|data\.(paths|dataset|folder))\b/;

/** `training.batchSize` becomes `batch size`. */
function settingName(path: string): string {
  const own = path.replace(/^(training|schedule|model\.settings|optimizer\.hyperparameters)\.(?!name$)/, '');
  return inWords(own.replaceAll('.', ' '));
}

/** The values that a configuration has, by path. */
function settingsOf(config: object, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(config).flatMap(([key, value]): readonly (readonly [string, string])[] => {
      const path = prefix + key;
      if (value === undefined) return [];
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return [...settingsOf(value, `${path}.`)];
      }
      return [[path, String(value)]];
    }),
  );
}
