/** The engine inside a page, as tests use it: what is built and opened once, and the few calls that most of them make. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import type { TrainConfigInput } from '../../src/runs/config/train-config.ts';
import type { EpochReport } from '../../src/runs/events.ts';
import type { Engine } from '../../web/engine/engine.ts';
import type { RunResults, StepNews } from '../../web/engine/protocol.ts';
import { buildHarness, type Harness } from './build-harness.ts';
import { type ChromiumOptions, launchChromium } from './chromium.ts';
import type { ServedFolder } from './serve-folder.ts';

declare global {
  interface Window {
    engine: Engine;
    openSecondEngine(): Engine;
  }
}

export interface EngineHost {
  readonly browser: Browser;
  readonly harness: Harness;
  /** Without isolation, under a path of its own. */
  readonly site: ServedFolder;
  close(): Promise<void>;
}

export async function openEngineHost(options?: ChromiumOptions): Promise<EngineHost> {
  const harness = await buildHarness();
  const site = await harness.serve({ base: '/some/where/' });
  const browser = await launchChromium(options);
  const close = async (): Promise<void> => {
    await browser.close();
    await site.close();
    await harness.close();
  };
  return { browser, harness, site, close };
}

/** The header and the first rows of the built-in table. */
export function someMedicines(rows: number): string {
  const lines = readFileSync(join(packageRoot(), 'assets/medicines.csv'), 'utf8').split('\n');
  return `${lines.slice(0, rows + 1).join('\n')}\n`;
}

/** A network and a training that take a second. */
export const smallConfig: TrainConfigInput = {
  model: { name: 'compt', settings: { width: 16, heads: 2, layers: 2 } },
  training: { epochs: 3, batchSize: 16, seed: 3 },
  schedule: { name: 'warmup-exponential', warmupEpochs: 1 },
};

export interface TrainedInPage {
  readonly id: string;
  readonly steps: StepNews[];
  readonly warnings: string[];
  readonly epochs: EpochReport[];
  readonly results: RunResults;
}

/** Trains in the page to the end. csv: the table; undefined for the built-in one. */
export function trainInPage(page: Page, csv: string | undefined, config: TrainConfigInput): Promise<TrainedInPage> {
  return page.evaluate(
    async ([csv, config]) => {
      const files = csv === undefined ? [] : [{ name: 'table.csv', content: new Blob([csv]) }];
      const steps: StepNews[] = [];
      const epochs: EpochReport[] = [];
      const warnings: string[] = [];
      const training = window.engine.startTraining(
        { title: 'a run', files, config },
        {
          onStep: (step) => steps.push(step),
          onEpoch: (report) => epochs.push(report),
          onWarning: (message) => warnings.push(message),
        },
      );
      await training.outcome;
      return { id: training.id, steps, epochs, warnings, results: await window.engine.results(training.id) };
    },
    [csv, config] as const,
  );
}

/** What must be the same, bit for bit, however a training was interrupted. */
export function withoutTimes(reports: readonly EpochReport[]): object[] {
  return reports.map(({ seconds: _seconds, moleculesPerSecond: _rate, ...report }) => report);
}
