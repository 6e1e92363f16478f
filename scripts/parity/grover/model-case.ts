/** One GROVER model on one batch: features, every value on the way, predictions, losses, gradients, evaluation, both paddings. */
import type { ParameterLayout, Vector } from '../../../src/base/parameter-layout.ts';
import type { Chemistry } from '../../../src/chem/index.ts';
import type { GroverConfig } from '../../../src/models/grover/config.ts';
import { expertKinds } from '../../../src/models/grover/parameters.ts';
import type { GroverFeatures } from '../../../src/models/index.ts';
import type { Runtime } from '../../../src/runtime/index.ts';
import { findTask, type TaskDefinition } from '../../../src/tasks/index.ts';
import type { RealType } from '../../../src/tensor/index.ts';
import type { ParityResult } from '../part.ts';
import { notCompared } from '../trajectory.ts';
import { Differences } from './difference.ts';
import { type ModelCase, ourConfig, readMolecules, type Tensors, theirName } from './golden.ts';
import { compareGradients } from './gradients.ts';
import { Network, type NetworkBatch, type Values } from './network.ts';
import { compareRows } from './rows.ts';
import { finalOutputs, lossOf } from './task.ts';

const tolerances = { float64: 1e-9, float32: 1e-4 } satisfies Record<RealType, number>;

export async function* checkModelCase(
  file: string,
  golden: ModelCase,
  chemistry: Chemistry,
  runtime: Runtime,
): AsyncIterable<ParityResult> {
  const read = readMolecules(
    golden.molecules.map(({ smiles }) => smiles),
    chemistry,
  );
  const features = read.map((each, molecule) => ({
    ...each,
    ...(golden.extra_features && { extra: Float64Array.from(golden.extra_features[molecule]!) }),
  }));
  for (const type of ['float64', 'float32'] as const) {
    const differences = new Differences();
    const check = new CaseCheck(golden, { features, type, differences, runtime });
    try {
      await check.training();
      await check.evaluation();
      await check.withoutPadding();
      yield differences.result(file, type, tolerances[type]);
    } catch (error) {
      yield notCompared(file, type, error);
    }
  }
}

class CaseCheck {
  readonly golden: ModelCase;
  readonly features: readonly GroverFeatures[];
  readonly type: RealType;
  readonly differences: Differences;
  readonly runtime: Runtime;

  constructor(
    golden: ModelCase,
    { features, type, differences, runtime }: Pick<CaseCheck, 'features' | 'type' | 'differences' | 'runtime'>,
  ) {
    this.golden = golden;
    this.features = features;
    this.type = type;
    this.differences = differences;
    this.runtime = runtime;
  }

  get task(): TaskDefinition {
    return findTask(this.golden.config.dataset_type);
  }

  /** Everything of one training evaluation, with the hops that the file gives. */
  async training(): Promise<void> {
    const { golden, differences } = this;
    const config = ourConfig(golden.config, { bondEmbeddings: this.#embedsBonds });
    await this.#with(config, 'training', async (network) => {
      const values = await network.run(this.#weights(network.layout), this.#batch(config, this.features));
      compareRows(golden, values, { features: this.features, config, differences });
      this.#compareBranches('training', values, golden.train.branch_predictions);
      differences.compare('loss', values.value('loss'), [golden.train.loss]);
      compareGradients(golden, network.layout, values.gradient, { type: this.type, differences });
    });
  }

  /** Whether the file has the parameters of the bonds' embeddings, which predictions do not read. */
  get #embedsBonds(): boolean {
    return theirName('bondsFromAtoms.hidden.weight') in this.golden.parameters;
  }

  /** Together, and each molecule as a batch of its own. */
  async evaluation(): Promise<void> {
    const { golden, differences } = this;
    await this.#with(ourConfig(golden.config), 'evaluation', async (network) => {
      const weights = this.#weights(network.layout);
      const { targets } = golden;
      differences.compare(
        'evaluation',
        this.#outputs(await network.run(weights, { features: this.features, targets })),
        golden.eval.output.data,
      );
      for (const [molecule, { output }] of golden.eval.output_each_molecule_alone.entries()) {
        const alone = { features: [this.features[molecule]!], targets: [targets[molecule]!] };
        differences.compare(`molecule ${molecule} alone`, this.#outputs(await network.run(weights, alone)), output);
      }
    });
  }

  async withoutPadding(): Promise<void> {
    const { golden, differences } = this;
    const config = ourConfig(golden.config, { padding: 'none' });
    const { padding_free: expected } = golden;
    await this.#with(config, 'training', async (network) => {
      const values = await network.run(this.#weights(network.layout), this.#batch(config, this.features));
      this.#compareBranches('without padding', values, expected.branch_predictions);
      differences.compare('loss without padding', values.value('loss'), [expected.loss]);
    });
    await this.#with(config, 'evaluation', async (network) => {
      const batch = { features: this.features, targets: golden.targets };
      const values = await network.run(this.#weights(network.layout), batch);
      differences.compare('evaluation without padding', this.#outputs(values), expected.eval_output.data);
    });
  }

  async #with(
    config: GroverConfig,
    mode: 'training' | 'evaluation',
    use: (network: Network) => Promise<void>,
  ): Promise<void> {
    const options = {
      config,
      mode,
      tasks: this.golden.config.num_tasks,
      task: this.task,
      loss: lossOf(this.task),
      type: this.type,
    } as const;
    const network = await Network.open(options, this.runtime);
    try {
      await use(network);
    } finally {
      await network.release();
    }
  }

  #weights(layout: ParameterLayout): Vector {
    const weights = this.type === 'float32' ? new Float32Array(layout.size) : new Float64Array(layout.size);
    for (const { name } of layout.entries) {
      layout.view(weights, name).set(this.golden.parameters[theirName(name)]!.data);
    }
    return weights;
  }

  #batch({ blocks, heads }: GroverConfig, features: readonly GroverFeatures[]): NetworkBatch {
    const hops: Record<string, number[]> = {};
    for (const [view, theirs] of [
      ['atoms', 'node'],
      ['bonds', 'edge'],
    ] as const) {
      for (let block = 0; block < blocks; block++) {
        hops[`${view}.${block}`] = expertKinds.flatMap((kind) =>
          Array.from(
            { length: heads },
            (_, head) =>
              this.golden.train.hops[`grover.encoders.${theirs}_blocks.${block}.heads.${head}.mpn_${kind[0]}`]!,
          ),
        );
      }
    }
    return { features, targets: this.golden.targets, hops };
  }

  #outputs(values: Values): number[] {
    return finalOutputs(this.task, this.golden.config.num_tasks, values);
  }

  #compareBranches(what: string, values: Values, expected: Tensors): void {
    this.differences.compare(`${what}, first branch`, values.value('branch.0'), expected.atom_from_atom!.data);
    this.differences.compare(`${what}, second branch`, values.value('branch.1'), expected.atom_from_bond!.data);
  }
}
