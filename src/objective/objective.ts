/** Loss and gradient of a model on the labels of a table. */
import { ParameterLayout } from '../base/index.ts';
import { modelOnDevice } from '../models/index.ts';
import { CompiledObjective, type ObjectiveSource } from './compiled-objective.ts';
import { labelFeeds } from './objective-feeds.ts';
import {
  compile,
  lossAndGradient,
  lossOfEachSample,
  type ObjectiveSetup,
  outputCount,
  outputsOnly,
} from './objective-programs.ts';

export class ModelObjective extends CompiledObjective {
  constructor(setup: ObjectiveSetup) {
    super(labeledSource(setup));
  }
}

function labeledSource(setup: ObjectiveSetup): ObjectiveSource {
  const { config, type, features, featuresIn } = setup;
  const model = modelOnDevice(setup.model, setup.runtime.device);
  const outputs = outputCount(setup);
  const layout = new ParameterLayout(model.parameters(config, outputs));
  return {
    layout,
    type,
    runtime: setup.runtime,
    ...(setup.threads !== undefined && { threads: setup.threads }),
    outputCount: outputs,
    lossAndGradient: (options) => lossAndGradient(setup, layout, options),
    sampleLosses: () => lossOfEachSample(setup, layout),
    outputs: () => outputsOnly(setup, layout),
    compile: (computation, name) => compile(computation, name, setup),
    collate: ({ rows, epoch }, random) => {
      const chosen = rows.map((row) =>
        epoch === undefined ? features[row] : (featuresIn?.(row, epoch) ?? features[row]),
      );
      return model.collate(chosen, config, type, random);
    },
    labels: (batch, samples) => labelFeeds(setup, batch, samples),
    labelsByRow: true,
  };
}
