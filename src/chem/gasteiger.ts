/**
 * Gasteiger partial charges: partial equalization of orbital electronegativity, hydrogens that are not in the graph taken along.
 *
 *   chi_i = a_i + b_i q_i + c_i q_i^2
 *   q_i  += damping^k * sum over neighbors j of (chi_j - chi_i) / chi+(of the less electronegative of the two)
 *
 * damping 1/2; chi+ = a + b + c, the electronegativity of the cation (20.02 for hydrogen). Start: formal charges, shared
 * between atoms of one element that are two conjugated bonds apart. Source: Gasteiger and Marsili, Tetrahedron 36 (1980) 3219,
 * with RDKit's behavior: 12 iterations, and an atom without parameters has electronegativity 0, so its charge and in every
 * iteration its neighbors' become NaN; callers decide what that means.
 */
import type { Adjacency } from './adjacency.ts';
import { type Electronegativity, electronegativity, type GasteigerMode } from './gasteiger-parameters.ts';
import type { Hybridization } from './hybridization.ts';
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
  hybridization: readonly Hybridization[],
): GasteigerCharges {
  const { atoms } = molecule;
  const { offsets, neighbors } = adjacency;
  const parameters = atoms.map((_, atom) => parametersOf(molecule, adjacency, hybridization, atom));
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
        const neighbor = neighbors[entry]!;
        const difference = chi[neighbor]! - chi[atom]!;
        flow += difference / cationBetween(difference, cation[atom]!, cation[neighbor]!);
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
function cationBetween(difference: number, own: number, neighbors: number): number {
  return difference < 0 ? neighbors : own - neighbors + neighbors;
}

function parametersOf(
  molecule: Molecule,
  adjacency: Adjacency,
  hybridization: readonly Hybridization[],
  atom: number,
): Electronegativity {
  const { atomicNumber } = molecule.atoms[atom]!;
  return electronegativity(
    atomicNumber,
    mode(atomicNumber, hybridization[atom]!, () => oxygensAround(molecule, adjacency, atom)),
  );
}

function mode(atomicNumber: number, hybridization: Hybridization, oxygens: () => number): GasteigerMode | '' {
  if (hybridization === 'SP3') return 'sp3';
  if (hybridization === 'SP2') return 'sp2';
  if (hybridization === 'SP') return 'sp';
  if (atomicNumber === 1) return '*';
  if (atomicNumber !== 16) return '';
  return ({ 1: 'so', 2: 'so2' } as const)[oxygens() as 1 | 2] ?? 'sp3';
}

function oxygensAround({ atoms }: Molecule, { offsets, neighbors }: Adjacency, atom: number): number {
  let count = 0;
  for (let entry = offsets[atom]!; entry < offsets[atom + 1]!; entry++) {
    if (atoms[neighbors[entry]!]!.atomicNumber === 8) count++;
  }
  return count;
}

/** A formal charge is shared with the atoms of the same element on the other side of a conjugated neighbor. */
function startingCharges({ atoms }: Molecule, adjacency: Adjacency, conjugated: Uint8Array): Float64Array {
  const charges = new Float64Array(atoms.length);
  atoms.forEach(({ atomicNumber, formalCharge }, atom) => {
    if (formalCharge === 0 || Math.abs(charges[atom]!) >= 1e-10) return;
    const sharers = [atom];
    let total = formalCharge;
    for (const [bond, between] of conjugatedNeighbors(atom)) {
      for (const [next, far] of conjugatedNeighbors(between)) {
        if (next === bond || atoms[far]!.atomicNumber !== atomicNumber) continue;
        total += atoms[far]!.formalCharge;
        sharers.push(far);
      }
    }
    for (const sharer of sharers) charges[sharer] = total / sharers.length;
  });
  return charges;

  function* conjugatedNeighbors(atom: number): Generator<[bond: number, neighbor: number]> {
    for (let entry = adjacency.offsets[atom]!; entry < adjacency.offsets[atom + 1]!; entry++) {
      const bond = adjacency.bonds[entry]!;
      if (conjugated[bond]) yield [bond, adjacency.neighbors[entry]!];
    }
  }
}
