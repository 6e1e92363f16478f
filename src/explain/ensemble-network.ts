/** The networks of an ensemble as one: what they say together is the mean of what they say, and so is its derivative. */
import { CheckpointError, mean } from '../base/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';
import { type GatedNetwork, type GatedNetworkOptions, openGatedNetwork } from './gated-network.ts';

/** Raw outputs of a member times `factors` plus `offsets`, [outputs] each, are on a scale that all members share. */
interface ScaledNetwork {
  readonly network: GatedNetwork;
  readonly factors: readonly number[];
  readonly offsets: readonly number[];
}

/** The only network of a file, or the mean of those of an ensemble. Throws CheckpointError for networks that are not of this version. */
export async function openNetworks(
  bytes: Uint8Array,
  card: ModelCard,
  options: GatedNetworkOptions,
): Promise<GatedNetwork> {
  if (!card.members) return openGatedNetwork(bytes, options);
  const scales = card.members.map((member) => scaleOf(member, card, options));
  const opened: ScaledNetwork[] = [];
  // One after the other: each compiles its derivative.
  for (const [index, scale] of scales.entries()) {
    const network = await openGatedNetwork(bytes, { ...options, prefix: `member_${index}.` });
    opened.push({ network, ...scale });
  }
  return meanNetwork(opened);
}

function meanNetwork(members: readonly ScaledNetwork[]): GatedNetwork {
  return {
    async outputs(molecules) {
      const all = await Promise.all(
        members.map(async (member) => scaled(await member.network.outputs(molecules), member)),
      );
      return meanOf(all);
    },
    async gradients(molecules, weights) {
      const all = await Promise.all(
        members.map(async (member) => {
          const own = weights.map((weight, output) => weight * member.factors[output]!);
          const { raw, gradients } = await member.network.gradients(molecules, own);
          return { raw: scaled(raw, member), gradients };
        }),
      );
      return {
        raw: meanOf(all.map(({ raw }) => raw)),
        gradients: molecules.map((_, index) => meanOf(all.map(({ gradients }) => gradients[index]!))),
      };
    },
    async release() {
      await Promise.all(members.map(({ network }) => network.release()));
    },
  };
}

/**
 * Members of one split share the scale of their targets, and the card says it; of folds, each has its own, and targets are their scale. Of
 * networks that say a variance, its logarithm is scaled as the value before it: no sum that is explained counts it.
 */
function scaleOf(
  { standardization }: NonNullable<ModelCard['members']>[number],
  card: ModelCard,
  { outputs, where }: GatedNetworkOptions,
): Pick<ScaledNetwork, 'factors' | 'offsets'> {
  const width = outputs / card.tasks.length;
  if (standardization) {
    const { mean, std } = standardization;
    const ofOutput = (values: readonly number[]): number[] =>
      Array.from({ length: outputs }, (_, output) => values[Math.floor(output / width)]!);
    return { factors: ofOutput(std), offsets: ofOutput(mean) };
  }
  const isOfFolds = new Set(card.members!.map(({ fold }) => fold)).size > 1;
  const isScaled = !findTask(card.taskType).labels.hasClasses;
  if (isOfFolds && isScaled && !card.standardization) throw unknownScales(where);
  return { factors: Array.from({ length: outputs }, () => 1), offsets: Array.from({ length: outputs }, () => 0) };
}

function scaled(raw: Float32Array, { factors, offsets }: ScaledNetwork): Float32Array {
  const width = factors.length;
  return raw.map((value, at) => value * factors[at % width]! + offsets[at % width]!);
}

function meanOf(all: readonly Float32Array[]): Float32Array {
  return all[0]!.map((_, at) => mean(all.map((values) => values[at]!)));
}

function unknownScales(where: string): CheckpointError {
  return new CheckpointError({
    code: 'not-supported',
    what: 'the file does not say on which scale each of its folds was trained',
    where,
    advice: 'Name one of its members, for instance the folder member_0 inside the run, or train it again.',
  });
}
