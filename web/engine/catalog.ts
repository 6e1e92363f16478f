/** Models, optimizers, splits and metrics as data, from the library's registries: nothing is listed here by hand. */
import {
  describeOptimizers,
  describeOptions,
  metrics,
  models,
  parseTrainConfig,
  scheduleNames,
  splitTypes,
  version,
} from '../../src/index.web.ts';
import type { Catalog } from './protocol.ts';

export function catalog(): Catalog {
  return {
    models: models.map(({ name, sentence, citation, presets, configSchema }) => ({
      name,
      sentence,
      citation,
      presets,
      settings: describeOptions(configSchema as never),
    })),
    optimizers: describeOptimizers(),
    // Cross-validation trains several models; the command line does that.
    splits: splitTypes.filter((type) => type !== 'cv'),
    schedules: scheduleNames,
    metrics: metrics.map(({ name, sentence, task, direction }) => ({ name, sentence, task, direction })),
    defaults: parseTrainConfig({}, 'the defaults'),
    versions: { graphsam: version },
  };
}
