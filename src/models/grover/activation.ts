/** The activation that a configuration names. */
import { type ActivationName, activate, type ParameterTensors } from '../../nn/index.ts';
import { prelu, type Tensor } from '../../tensor/index.ts';
import type { GroverConfig } from './config.ts';

/** slope: of the PReLU, if that is the activation: a name of a parameter, or a tensor that broadcasts. */
export function activation(
  tensor: Tensor,
  { activation: name, leakySlope }: GroverConfig,
  parameters: ParameterTensors,
  slope: string | Tensor | undefined,
): Tensor {
  if (name !== 'prelu') return activate(tensor, name satisfies ActivationName, leakySlope);
  return prelu(tensor, typeof slope === 'string' ? parameters.get(slope) : slope!);
}
