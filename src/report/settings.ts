/** The settings of a run: all of them, those that differ from the default first. */
import { parseTrainConfig, type TrainingRunFile } from '../runs/index.ts';

export interface Setting {
  /** Path in run.json, for instance training.epochs. */
  readonly name: string;
  readonly value: string;
  /** Empty where there is none. */
  readonly usual: string;
  readonly differs: boolean;
}

/** Sections of run.json that say which table and machine rather than how it was trained. */
const always = ['data.paths', 'data.dataset', 'data.folder', 'machine.threads'];

/** The settings of a run, each beside its default for the chosen optimizer, schedule and model. */
export function settingsOf({ config, model }: TrainingRunFile): Setting[] {
  const values = flatten(config);
  const usual = flatten(defaultsFor(config));
  const settings = [...values].map(([name, value]) => settingOf(name, value, usual.get(name)));
  const own = flatten({ model: { settings: (config.model as Nested | undefined)?.settings ?? {} } });
  const resolved = [...flatten({ model: { settings: model.settings } })]
    .filter(([name]) => !own.has(name))
    .map(([name, value]): Setting => ({ name, value, usual: value, differs: false }));
  return [...settings, ...resolved].sort((a, b) => Number(b.differs) - Number(a.differs));
}

type Nested = { readonly [key: string]: unknown };

function settingOf(name: string, value: string, usual = ''): Setting {
  return { name, value, usual, differs: value !== usual && !always.includes(name) };
}

/** The configuration that the choice of optimizer, schedule and model alone would give; empty if it is not known any more. */
function defaultsFor(config: Nested): object {
  const [optimizer, schedule, model] = [config.optimizer, config.schedule, config.model].map(
    (section) => (section as Nested | undefined)?.name,
  );
  const preset = (config.model as Nested | undefined)?.preset;
  const base = ((config.optimizer as Nested | undefined)?.base as Nested | undefined)?.name;
  const named = {
    ...(optimizer !== undefined && { name: optimizer }),
    ...(base !== undefined && { base: { name: base } }),
  };
  try {
    const input = { optimizer: named, schedule: { name: schedule }, model: { name: model, preset } };
    const defaults = parseTrainConfig(input, 'defaults');
    const usual = parseTrainConfig({}, 'defaults');
    // What was chosen is not a default because it was chosen.
    return {
      ...defaults,
      optimizer: { ...defaults.optimizer, name: usual.optimizer.name },
      schedule: { ...defaults.schedule, name: usual.schedule.name },
      model: { ...usual.model, settings: defaults.model.settings },
    };
  } catch {
    return {};
  }
}

/** Leaves of an object by their path. */
function flatten(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value === undefined ? new Map() : new Map([[path.join('.'), text(value)]]);
  }
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, [...path, key])]));
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
