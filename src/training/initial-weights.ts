/**
 * Starting a training from the encoder of another run: parameters are matched by name and shape, what fits is taken over, everything else
 * is reported. Heads are left out, since they belong to the tasks they were trained on.
 */
import { ConfigError, type ParameterLayout, setting, type Vector } from '../base/index.ts';
import type { Model } from '../models/index.ts';
import type { Initialization, InitializationReport } from '../runs/index.ts';

export interface NamedWeights<V extends Vector = Vector> {
  readonly layout: ParameterLayout;
  readonly weights: V;
}

/** A run to start from. */
export interface InitialSource extends NamedWeights<Float32Array> {
  readonly folder: string;
  readonly kind: 'pre-training' | 'training';
  readonly isFinished: boolean;
  /** That it was pre-trained on. */
  readonly molecules?: number | undefined;
  /** Name of its model, and that model's complete settings. */
  readonly model: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface InitialTarget {
  readonly model: Model;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly layout: ParameterLayout;
  /** As the seed gives them; changed in place. */
  readonly weights: Float32Array;
}

/** Part of the encoder's numbers that has to fit: below it is another network, with a few norms of the same width. */
const leastShare = 0.5;

/** Throws ConfigError if the run is of another model, or hardly anything of it fits. */
export function initialize(target: InitialTarget, source: InitialSource): Initialization {
  const { model, layout } = target;
  if (source.model !== model.name) {
    throw new ConfigError({
      code: 'other-model',
      path: ['training', 'initFrom'],
      what: `the run to start from trained ${source.model}, and the model is ${model.name}`,
      where: source.folder,
      advice: `Leave ${setting('model.name')} out, or give ${setting('model.name', source.model)}.`,
    });
  }
  const differing = differingSettings(target, source);
  const report = initializeFrom(target, source);
  const numbersOf = (names: readonly string[]): number =>
    names.reduce((total, name) => total + layout.entry(name).size, 0);
  const loadedNumbers = numbersOf(report.loaded);
  const share = loadedNumbers / (layout.size - numbersOf(report.excluded));
  if (share < leastShare) throw tooLittleFits(share, report, source, differing);
  const warnings = [
    ...(source.isFinished ? [] : [`The run ${source.folder} is not finished; its best epoch so far is taken.`]),
    ...(differing.length > 0
      ? [
          `The model differs from that of ${source.folder}, whose weights may mean little in it: ${differing.join('; ')}.`,
        ]
      : []),
  ];
  const { molecules } = source;
  const pretrained = molecules === undefined ? {} : { molecules };
  return {
    from: source.folder,
    runKind: source.kind,
    ...pretrained,
    ...report,
    loadedNumbers,
    numbers: layout.size,
    warnings,
  };
}

/** `width is 64 and was 100`, of the settings of the encoder. */
function differingSettings({ model, settings }: InitialTarget, source: InitialSource): string[] {
  return Object.keys(settings)
    .filter((name) => !model.pretraining.headSettings.includes(name))
    .filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(source.settings[name]))
    .map((name) => `${name} is ${JSON.stringify(settings[name])} and was ${JSON.stringify(source.settings[name])}`);
}

function tooLittleFits(
  share: number,
  report: InitializationReport,
  { folder }: InitialSource,
  differing: readonly string[],
): ConfigError {
  const [first] = report.misshapen;
  const shapes = first && ` (${first.name}: [${first.expected.join(', ')}] here, [${first.found.join(', ')}] there)`;
  return new ConfigError({
    code: 'other-model',
    path: ['training', 'initFrom'],
    what: `only ${(100 * share).toFixed(0)} % of the encoder has the names and shapes of the run to start from${shapes ?? ''}`,
    where: folder,
    advice: `Leave out what differs: ${differing.join('; ') || 'the settings of the model'}.`,
  });
}

/** What every model calls the maps after its readout. */
const headPrefix = 'head.';

/** Whether a parameter belongs to the head, and not to the encoder. */
export function isHead(name: string): boolean {
  return name.startsWith(headPrefix);
}

/** Copies into `target.weights` what `source` has of the same name and shape. */
export function initializeFrom(
  target: NamedWeights,
  source: NamedWeights,
  isExcluded: (name: string) => boolean = isHead,
): InitializationReport {
  const loaded: string[] = [];
  const missing: string[] = [];
  const excluded: string[] = [];
  const misshapen: { name: string; expected: readonly number[]; found: readonly number[] }[] = [];
  for (const { name, shape } of target.layout.entries) {
    if (isExcluded(name)) excluded.push(name);
    else if (!source.layout.has(name)) missing.push(name);
    else {
      const found = source.layout.entry(name).shape;
      if (found.join() === shape.join()) {
        target.layout.view(target.weights, name).set(source.layout.view(source.weights, name));
        loaded.push(name);
      } else misshapen.push({ name, expected: shape, found });
    }
  }
  const unused = source.layout.entries.map(({ name }) => name).filter((name) => !target.layout.has(name));
  return { loaded, missing, misshapen, excluded, unused };
}
