/** What must hold for every row of assets/medicines.csv by itself and beside the others. */
import { type Chemistry, isRejection } from '../../src/chem/molecule.ts';
import { formulaOf } from './formula.ts';
import type { Expected, Medicine } from './read.ts';
import type { StereoLabels } from './stereo-labels.node.ts';

/** Fewest and most rows that the table is meant to have, and the share of positives that keeps both classes learnable. */
const rowLimits = { fewest: 440, most: 520 };
const positiveLimits = { fewest: 180, most: 230 };

/** Counts and order: one summary a problem, none if the table is as it should be. */
export function checkTable(medicines: readonly Medicine[], expected: readonly Expected[]): string[] {
  const names = medicines.map(({ name }) => name);
  const positives = medicines.filter(({ cns }) => cns === '1').length;
  return [
    ...outside('rows', names.length, rowLimits),
    ...outside('positives', positives, positiveLimits),
    ...names.flatMap((name, at) =>
      at > 0 && names[at - 1]! >= name ? [`${name}: twice, or not in the order of the alphabet`] : [],
    ),
    ...absent(names, expected, 'has no expected formula'),
    ...absent(
      expected.map(({ name }) => name),
      medicines,
      'has an expected formula and is not in the table',
    ),
  ];
}

/** Structures against the expected formulas and stereo labels, and no molecule twice, not even as a stereoisomer. */
export function checkStructures(
  medicines: readonly Medicine[],
  expected: readonly Expected[],
  chemistry: Chemistry,
  stereoLabels: StereoLabels,
): string[] {
  const expectedByName = new Map(expected.map((row) => [row.name, row]));
  const nameByFlatSmiles = new Map<string, string>();
  return medicines.flatMap((medicine) => {
    const problems = checkRow(medicine, expectedByName.get(medicine.name), chemistry, stereoLabels);
    const flat = flatSmiles(medicine.smiles, chemistry);
    const twin = flat === undefined ? undefined : nameByFlatSmiles.get(flat);
    if (twin !== undefined) problems.push(`${medicine.name}: the same molecule as ${twin}, stereo apart`);
    if (flat !== undefined) nameByFlatSmiles.set(flat, medicine.name);
    return problems;
  });
}

function checkRow(
  { name, smiles, cns }: Medicine,
  expected: Expected | undefined,
  chemistry: Chemistry,
  stereoLabels: StereoLabels,
): string[] {
  const problems: string[] = [];
  if (!/^[a-z]+([ -][a-z]+)*$/.test(name)) problems.push(`"${name}": expected a name of small letters`);
  if (cns !== '0' && cns !== '1') problems.push(`${name}: expected cns 0 or 1, found "${cns}"`);
  if (smiles.includes('.')) problems.push(`${name}: expected one molecule without counter-ions, found ${smiles}`);
  const molecule = chemistry.parse(smiles);
  if (isRejection(molecule)) return [...problems, `${name}: "${smiles}" is not a molecule (${molecule.reason})`];
  if (!expected) return problems;
  const formula = formulaOf(molecule);
  const stereo = stereoLabels(smiles);
  if (formula !== expected.formula) problems.push(`${name}: expected ${expected.formula}, its SMILES is ${formula}`);
  if (stereo !== expected.stereo)
    problems.push(`${name}: expected stereo "${expected.stereo}", its SMILES has "${stereo}"`);
  return problems;
}

/** Canonical SMILES without stereo; undefined for what is not a molecule. */
export function flatSmiles(smiles: string, chemistry: Chemistry): string | undefined {
  const molecule = chemistry.parse(smiles.replace(/[@/\\]/g, ''));
  return isRejection(molecule) ? undefined : molecule.canonicalSmiles;
}

function outside(what: string, count: number, { fewest, most }: { fewest: number; most: number }): string[] {
  return count < fewest || count > most ? [`expected ${fewest} to ${most} ${what}, found ${count}`] : [];
}

function absent(names: readonly string[], rows: readonly { readonly name: string }[], problem: string): string[] {
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name)).map((name) => `${name}: ${problem}`);
}
