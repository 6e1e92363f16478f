/**
 * Gasteiger partial charges: partial equalisation of orbital electronegativity, hydrogens that are not in the graph taken along.
 *
 *   chi_i = a_i + b_i q_i + c_i q_i^2
 *   q_i  += damping^k * sum over neighbours j of (chi_j - chi_i) / chi+(of the less electronegative of the two)
 *
 * damping 1/2; chi+ = a + b + c, the electronegativity of the cation (20.02 for hydrogen). Start: formal charges, shared
 * between atoms of one element that are two conjugated bonds apart. Source: Gasteiger and Marsili, Tetrahedron 36 (1980) 3219,
 * with RDKit's behaviour: 12 iterations, and an atom without parameters has electronegativity 0, so its charge and in every
 * iteration its neighbours' become NaN; callers decide what that means.
 */
import type { Adjacency } from './adjacency.ts';
import { type Electronegativity, electronegativity, type GasteigerMode } from './gasteiger-parameters.ts';
import type { Hybridisation } from './hybridisation.ts';
import type { Molecule } from './molecule.ts';

export interface GasteigerCharges {
  /** Elementary charges, NaN or infinite where undefined, [atoms]. */
  readonly charges: Float64Array;
  /** Sum over the hydrogens of the atom that are not in the graph, [atoms]. */
  readonly hydrogenCharges: Float64Array;
}

const iterations = 12;
const dampingFactor = 0.5;
const hydrogenCation = 20.02;
const hydrogen = electronegativity(1, '*');

export function gasteigerCharges(
  molecule: Molecule,
  adjacency: Adjacency,
  conjugated: Uint8Array,
  hybridisation: readonly Hybridisation[],
): GasteigerCharges {
  const { atoms } = molecule;
  const { offsets, neighbours } = adjacency;
  const parameters = atoms.map((_, atom) => parametersOf(molecule, adjacency, hybridisation, atom));
  const cation = Float64Array.from(parameters, ({ a, b, c }, atom) =>
    atoms[atom]!.atomicNumber === 1 ? hydrogenCation : a + b + c,
  );
  const charges = startingCharges(molecule, adjacency, conjugated);
  const hydrogenCharges = new Float64Array(atoms.length);
  const chi = new Float64Array(atoms.length);
  for (let iteration = 0, damping = dampingFactor; iteration < iterations; iteration++, damping *= dampingFactor) {
    for (let atom = 0; atom < atoms.length; atom++) chi[atom] = evaluate(parameters[atom]!, charges[atom]!);
    for (let atom = 0; atom < atoms.length; atom++) {
      let flow = 0;
      for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
        const neighbour = neighbours[entry]!;
        const difference = chi[neighbour]! - chi[atom]!;
        flow += difference / cationBetween(difference, cation[atom]!, cation[neighbour]!);
      }
      const count = atoms[atom]!.implicitHydrogens;
      if (count > 0) {
        const difference = evaluate(hydrogen, hydrogenCharges[atom]! / count) - chi[atom]!;
        const fromHydrogens = count * (difference / cationBetween(difference, cation[atom]!, hydrogenCation));
        flow += fromHydrogens;
        hydrogenCharges[atom]! -= fromHydrogens * damping;
      }
      charges[atom]! += damping * flow;
    }
  }
  return { charges, hydrogenCharges };
}

function evaluate({ a, b, c }: Electronegativity, charge: number): number {
  return a + charge * (b + c * charge);
}

/** The cation of the atom that gives electrons; NaN counts as "the atom itself", as a comparison with it is false. */
function cationBetween(difference: number, own: number, neighbours: number): number {
  return difference < 0 ? neighbours : own - neighbours + neighbours;
}

function parametersOf(
  molecule: Molecule,
  adjacency: Adjacency,
  hybridisation: readonly Hybridisation[],
  atom: number,
): Electronegativity {
  const { atomicNumber } = molecule.atoms[atom]!;
  return electronegativity(
    atomicNumber,
    mode(atomicNumber, hybridisation[atom]!, () => oxygensAround(molecule, adjacency, atom)),
  );
}

function mode(atomicNumber: number, hybridisation: Hybridisation, oxygens: () => number): GasteigerMode | '' {
  if (hybridisation === 'SP3') return 'sp3';
  if (hybridisation === 'SP2') return 'sp2';
  if (hybridisation === 'SP') return 'sp';
  if (atomicNumber === 1) return '*';
  if (atomicNumber !== 16) return '';
  return ({ 1: 'so', 2: 'so2' } as const)[oxygens() as 1 | 2] ?? 'sp3';
}

function oxygensAround({ atoms }: Molecule, { offsets, neighbours }: Adjacency, atom: number): number {
  let count = 0;
  for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
    if (atoms[neighbours[entry]!]!.atomicNumber === 8) count++;
  }
  return count;
}

/** A formal charge is shared with the atoms of the same element on the other side of a conjugated neighbour. */
function startingCharges({ atoms }: Molecule, adjacency: Adjacency, conjugated: Uint8Array): Float64Array {
  const charges = new Float64Array(atoms.length);
  atoms.forEach(({ atomicNumber, formalCharge }, atom) => {
    if (formalCharge === 0 || Math.abs(charges[atom]!) >= 1e-10) return;
    const sharers = [atom];
    let total = formalCharge;
    for (const [bond, between] of conjugatedNeighbours(atom)) {
      for (const [next, far] of conjugatedNeighbours(between)) {
        if (next === bond || atoms[far]!.atomicNumber !== atomicNumber) continue;
        total += atoms[far]!.formalCharge;
        sharers.push(far);
      }
    }
    for (const sharer of sharers) charges[sharer] = total / sharers.length;
  });
  return charges;

  function* conjugatedNeighbours(atom: number): Generator<[bond: number, neighbour: number]> {
    for (let entry = adjacency.offsets[atom]!; entry < adjacency.offsets[atom + 1]!; entry++) {
      const bond = adjacency.bonds[entry]!;
      if (conjugated[bond]) yield [bond, adjacency.neighbours[entry]!];
    }
  }
}
