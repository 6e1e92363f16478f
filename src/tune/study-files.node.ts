/** What a study leaves for people and other programs, beside its trials and runs. */
import { join } from 'node:path';
import { formatNumber, mean } from '../base/index.ts';
import { csvLine } from '../data/index.ts';
import { writeWhole } from '../platform/index.node.ts';
import { bestFile } from './best-file.ts';
import { optimismOf } from './optimism.ts';
import { studyPage } from './study-page.ts';
import { countsText, metricName, optimismText, unitsText } from './study-text.ts';
import { bestTrial, type Direction, ranked, type Study, type Trial } from './trial.ts';
import { cellOf, testOf, valueIn } from './trial-runs.node.ts';

const studyFiles = { best: 'best.yaml', csv: 'trials.csv', page: 'report.html' } as const;

export interface StudySummary {
  readonly counts: string;
  readonly best?: Trial | undefined;
  /** Sentences on how far to trust it. */
  readonly caveats: readonly string[];
  readonly files: readonly string[];
}

export async function writeStudyFiles(
  study: Study,
  trials: readonly Trial[],
  folder: string,
  direction: Direction,
): Promise<StudySummary> {
  const best = bestTrial(study, trials, direction);
  const optimism = optimismOf(study, trials, direction);
  const test = best && (await testText(study, best, folder));
  const says = best && [optimism && optimismText(optimism, metricName(best)), test, unitsText(best)];
  const caveats = (says ?? []).filter((each) => typeof each === 'string');
  const files: string[] = [];
  const write = async (name: string, content: string): Promise<void> => {
    files.push(join(folder, name));
    await writeWhole(files.at(-1)!, content);
  };
  const counts = countsText(study, trials);
  if (best) await write(studyFiles.best, bestFile(study, best, [counts, ...caveats]));
  await write(studyFiles.csv, trialsCsv(study, ranked(trials, direction)));
  await write(studyFiles.page, studyPage(study, trials, { direction, test }));
  return { counts, best, caveats, files };
}

/** Test metrics of the best trial: looked at once, when everything is chosen. */
async function testText(study: Study, best: Trial, folder: string): Promise<string | undefined> {
  const cells = study.replicates.map((replicate) => cellOf(study, best, replicate, {}));
  const tests = await testOf(cells, folder).catch(() => []);
  const values = tests.map((test) => valueIn(test, best.metric!)).filter((value) => value !== null);
  if (values.length === 0 || values.length < cells.length) return undefined;
  return `Test ${metricName(best)} of these settings, which chose nothing: ${formatNumber(mean(values))}.`;
}

function trialsCsv({ space, rungs }: Study, order: readonly Trial[]): string {
  const paths = space.map(({ path }) => path);
  const header = ['trial', 'value', 'metric', 'epochs', ...paths, 'replicates', 'failure'];
  const rows = order.map(({ number, values, settings, perReplicate, failure = '', ...compared }) => [
    String(number),
    String(values.at(-1) ?? ''),
    compared.metric === undefined ? '' : metricName(compared),
    String(rungs[values.length - 1] ?? 0),
    ...paths.map((path) => String(settings[path] ?? '')),
    perReplicate.join(' '),
    failure,
  ]);
  return `${[header, ...rows].map((row) => csvLine(row)).join('\n')}\n`;
}
