/**
 * Random directions of weight space that are scaled like the weights, so that landscapes of different networks can be compared: a
 * network whose weights are twice as large and whose normalizations undo it is the same function and gets the same picture.
 *   d <- d / ||d|| * ||w||  for each part of the weights, d standard normal
 * A part is a filter (the weights that feed one output unit), or a whole parameter tensor (layer); or each weight by itself
 * (weight: d <- d * |w|). Source: Li et al. 2018, arXiv 1712.09913, section 4, and their code for layer and weight. A vector (a
 * bias, a gain) is one filter here.
 */
import {
  ConfigError,
  norm,
  type ParameterEntry,
  type ParameterLayout,
  type ParameterRole,
  precisionOf,
  type RandomStream,
  scale,
  type Vector,
  zeros,
} from '../../base/index.ts';
import { filterShape, sumPerFilter } from '../../optim/index.ts';

export const normalizations = ['filter', 'layer', 'weight', 'none'] as const;
export type Normalization = (typeof normalizations)[number];

/** What can be left out of a direction, each with the roles of parameters that it names. */
const ignorable: Readonly<Record<string, readonly ParameterRole[]>> = {
  bias: ['bias'],
  norm: ['gain'],
  scalar: ['scalar'],
};
export const ignorableNames: readonly string[] = Object.keys(ignorable);

export interface DirectionOptions {
  /** Default filter. */
  readonly normalization?: Normalization;
  /** Names of ignorableNames; their part of the direction is 0. Default bias and norm, as Li et al. draw their figures. */
  readonly ignore?: readonly string[];
}

export const defaultIgnored: readonly string[] = ['bias', 'norm'];

/** Draws one normal an element, whatever is ignored, so that directions of one seed agree where they are not 0. [weights] */
export function randomDirection(
  layout: ParameterLayout,
  weights: Vector,
  stream: RandomStream,
  { normalization = 'filter', ignore = defaultIgnored }: DirectionOptions = {},
): Vector {
  const ignoredRoles = ignore.flatMap(rolesOf);
  const direction = zeros(layout.size, precisionOf(weights));
  stream.fillNormal(direction);
  for (const entry of layout.entries) {
    const part = layout.view(direction, entry.name);
    if (ignoredRoles.includes(entry.role)) part.fill(0);
    else normalizers[normalization](part, layout.view(weights, entry.name), entry);
  }
  return direction;
}

/** Throws ConfigError for a name that is not known. */
export function rolesOf(name: string): readonly ParameterRole[] {
  const roles = ignorable[name];
  if (roles) return roles;
  throw new ConfigError({
    code: 'unknown-name',
    path: ['landscape', 'ignore'],
    what: `"${name}" cannot be ignored`,
    advice: `Known: ${ignorableNames.join(', ')}.`,
  });
}

type Normalizer = (direction: Vector, weights: Vector, entry: ParameterEntry) => void;

const normalizers: Readonly<Record<Normalization, Normalizer>> = {
  none: () => {},
  weight: (direction, weights) => {
    for (let index = 0; index < direction.length; index++) direction[index]! *= Math.abs(weights[index]!);
  },
  layer: (vector, weights) => scale({ vector }, { factor: ratio(norm(weights), norm(vector)) }),
  filter: (direction, weights, entry) => {
    const shape = filterShape(entry);
    const wanted = sumPerFilter(weights, shape, true);
    const drawn = sumPerFilter(direction, shape, true);
    for (let block = 0; block < shape.outer; block++) {
      for (let filter = 0; filter < shape.filters; filter++) {
        const start = (block * shape.filters + filter) * shape.inner;
        const vector = direction.subarray(start, start + shape.inner);
        scale({ vector }, { factor: Math.sqrt(ratio(wanted[filter]!, drawn[filter]!)) });
      }
    }
  },
};

function ratio(wanted: number, drawn: number): number {
  return drawn === 0 ? 0 : wanted / drawn;
}
