/** The networks of a level of quality begin with the encoder of the package where that was measured to be better. */
import { findModel } from '../../models/index.ts';
import {
  isRecipePatience,
  parseTrainConfig,
  type QualityLevel,
  qualityLevels,
  type TrainConfig,
} from '../../runs/index.ts';
import { encoderFacts, withInitialModel } from '../../training/index.node.ts';

export interface BegunConfig {
  readonly config: TrainConfig;
  /** Settings that a search leaves as they are. */
  readonly fixed: ReadonlySet<string>;
  readonly event?: BeginningEvent;
}

/**
 * How the networks of a level begin. given: the settings that keep them from beginning with an encoder; notMeasured: the
 * task type, for which it was not measured.
 */
export type BeginningEvent =
  | { readonly kind: 'beginning'; readonly initFrom: string; readonly atomOrder: string; readonly epochs?: number }
  | { readonly kind: 'beginning'; readonly given: readonly string[] }
  | { readonly kind: 'beginning'; readonly notMeasured: string };

/** fixed: paths of the settings that were given. Throws CheckpointError if the encoder of the package is missing. */
export async function beginFromEncoder(
  config: TrainConfig,
  taskType: string,
  fixed: ReadonlySet<string>,
): Promise<BegunConfig> {
  const { quality } = config.training;
  const level: QualityLevel | undefined = quality && qualityLevels[quality];
  const beginning = level?.beginning;
  if (!beginning) return withoutEncoder({ config, fixed });
  if (!beginning.taskTypes.includes(taskType))
    return withoutEncoder({ config, fixed, event: { kind: 'beginning', notMeasured: taskType } });
  const { initFrom } = beginning;
  const atomOrder = fixed.has('data.atomOrder') ? config.data.atomOrder : beginning.atomOrder;
  const { model, settings } = await encoderFacts(initFrom);
  const { headSettings } = findModel(model).pretraining;
  const ofEncoder = Object.entries(settings).filter(([name]) => !headSettings.includes(name));
  const given = givenAgainst(config, { initFrom, model, settings: Object.fromEntries(ofEncoder) }, fixed);
  if (given.length > 0) return withoutEncoder({ config, fixed, event: { kind: 'beginning', given } });
  const { data, training } = config;
  const epochs = isLengthGiven(config, fixed) ? undefined : beginning.epochs;
  const length = epochs !== undefined && { epochs, patience: undefined };
  const input = { ...config, data: { ...data, atomOrder }, training: { ...training, initFrom, ...length } };
  return {
    config: parseTrainConfig(await withInitialModel(input), 'quality'),
    fixed: new Set([...fixed, ...ofEncoder.map(([name]) => `model.settings.${name}`)]),
    event: { kind: 'beginning', initFrom, atomOrder, ...(epochs !== undefined && { epochs }) },
  };
}

/** Throws ConfigError where the configuration says how an encoder learns, and there is none. */
function withoutEncoder(begun: BegunConfig): BegunConfig {
  const { quality: _quality, ...training } = begun.config.training;
  parseTrainConfig({ ...begun.config, training }, 'quality');
  return begun;
}

function isLengthGiven(config: TrainConfig, fixed: ReadonlySet<string>): boolean {
  return !isRecipePatience(config) || fixed.has('training.epochs') || fixed.has('training.patience');
}

/** Paths of settings that ask for another beginning or another network. The encoder of the level by its name is no other. */
function givenAgainst(
  { model: { name, preset, settings: own }, training }: TrainConfig,
  {
    initFrom,
    model,
    settings,
  }: { readonly initFrom: string; readonly model: string; readonly settings: Readonly<Record<string, unknown>> },
  fixed: ReadonlySet<string>,
): string[] {
  const isOther = training.initFrom === undefined ? fixed.has('training.initFrom') : training.initFrom !== initFrom;
  return [
    ...(isOther ? ['training.initFrom'] : []),
    ...(name === model ? [] : ['model.name']),
    ...(preset === undefined ? [] : ['model.preset']),
    ...Object.keys(settings).flatMap((setting) =>
      own[setting] === undefined || own[setting] === settings[setting] ? [] : [`model.settings.${setting}`],
    ),
  ];
}
