/** Models, optimizers, splits and metrics as data, from the library's registries: nothing is listed here by hand. */
import {
  describeOptimizers,
  describeOptions,
  models,
  parseTrainConfig,
  scheduleNames,
  splitTypes,
  tasks,
  version,
} from '../../src/index.web.ts';
import type { Catalog } from './protocol.ts';
import { trainingSettings } from './training-settings.ts';

export function catalog(): Catalog {
  return {
    models: models.map(({ name, summary, citation, presets, configSchema }) => ({
      name,
      summary,
      citation,
      presets,
      settings: describeOptions(configSchema as never),
    })),
    optimizers: describeOptimizers(),
    // Cross-validation trains several models; the command line does that.
    splits: splitTypes.filter((type) => type !== 'cv'),
    schedules: scheduleNames,
    metrics: tasks.flatMap((task) =>
      task.metrics.map(({ name, summary, direction }) => ({ name, summary, task: task.name, direction })),
    ),
    tasks: tasks.map(({ name, words, report, labels }) => ({
      name,
      choice: words.choice,
      question: words.question,
      predictionOf: words.predictionOf,
      charts: report.charts,
      hasClasses: labels.hasClasses,
    })),
    trainingSettings: trainingSettings(),
    defaults: parseTrainConfig({}, 'the defaults'),
    versions: { graphsam: version },
  };
}
