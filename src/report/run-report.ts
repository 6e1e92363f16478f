/** report.html of a run: everything that its folder tells, in one file. */

import type { TrainingMolecules } from '../applicability/index.ts';
import type { Trust } from '../calibration/index.ts';
import { htmlPage, type PageSection } from '../charts/index.ts';
import type { Chemistry } from '../chem/index.ts';
import { bootstrapIntervals } from '../metrics/index.ts';
import { foldsOf, type ModelCard } from '../runs/index.ts';
import { type CurvatureFiles, curvatureSection } from './curvature-section.ts';
import { dataSection } from './data-section.ts';
import { learningSection } from './learning-section.ts';
import { membersSection } from './members-section.ts';
import { scaffoldSection, worstSection } from './molecules-section.ts';
import { footer, mainMetric, overview, titleOf } from './overview.ts';
import { probeSection } from './probe-section.ts';
import { reportCss } from './report-style.ts';
import type { ReportedRun } from './reported-run.ts';
import { settingsSection } from './settings-section.ts';
import { similaritySection } from './similarity-section.ts';
import { testSection } from './test-section.ts';
import { type FoldRows, testSimilarities } from './test-similarities.ts';
import { timingSection } from './timing-section.ts';
import { trustSection } from './trust-section.ts';

/** What stands beside the run's own files. */
export interface ReportExtras extends CurvatureFiles {
  /** What its model file keeps of the molecules that it was trained on. */
  readonly training?: TrainingMolecules | undefined;
  /** What its model file says of its own uncertainty. */
  readonly trust?: Trust | undefined;
  /** The trees in its model file, and how much they count. */
  readonly trees?: ModelCard['trees'];
  /** The rows of each split, from its splits.json. */
  readonly folds?: readonly FoldRows[] | undefined;
}

export function runReport(run: ReportedRun, chemistry: Chemistry, extras: ReportExtras = {}): string {
  const { facts, test, name } = run;
  const metric = mainMetric(facts);
  const intervals = test && metric ? bootstrapIntervals(test, metric) : undefined;
  const { training, trees, folds } = extras;
  const isOfFolds = foldsOf(facts) !== undefined;
  const similarities = test && training && testSimilarities(test, { training, folds, isOfFolds }, chemistry);
  const sections: (PageSection | undefined)[] = [
    testSection(run, intervals),
    membersSection(run, trees),
    trustSection(run, { trust: extras.trust, similarities }),
    learningSection([run]),
    probeSection([run]),
    worstSection(run, chemistry),
    scaffoldSection(run, chemistry),
    similaritySection(run, similarities),
    curvatureSection(extras),
    dataSection(run),
    settingsSection(run),
    timingSection([run]),
  ];
  return htmlPage({
    title: titleOf(facts),
    subtitle: `Run ${name}, ${facts.status}`,
    lead: overview(run, intervals?.mean),
    sections: sections.filter((section) => section !== undefined),
    footer: footer(facts),
    css: reportCss(),
  });
}
