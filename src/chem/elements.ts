/**
 * The periodic table as the toolkit uses it: symbol, electrons of the outer shell, and allowed valences of neutral atoms,
 * smallest first. A list that ends in -1 allows any larger valence too, [-1] allows any.
 * Source: RDKit's documentation of its valence model (The RDKit Book) and its PeriodicTable interface.
 */

export interface Element {
  readonly symbol: string;
  readonly outerElectrons: number;
  readonly valences: readonly number[];
}

const anyValence: readonly number[] = [-1];

/** By atomic number; 0 is the dummy atom. */
const table: readonly (readonly [symbol: string, outerElectrons: number, valences: readonly number[]])[] = [
  ['*', 0, anyValence],
  ['H', 1, [1]],
  ['He', 2, [0]],
  ['Li', 1, [1, -1]],
  ['Be', 2, [2]],
  ['B', 3, [3]],
  ['C', 4, [4]],
  ['N', 5, [3]],
  ['O', 6, [2]],
  ['F', 7, [1]],
  ['Ne', 8, [0]],
  ['Na', 1, [1, -1]],
  ['Mg', 2, [2, -1]],
  ['Al', 3, [3]],
  ['Si', 4, [4]],
  ['P', 5, [3, 5]],
  ['S', 6, [2, 4, 6]],
  ['Cl', 7, [1]],
  ['Ar', 8, [0]],
  ['K', 1, [1, -1]],
  ['Ca', 2, [2, -1]],
  ['Sc', 3, anyValence],
  ['Ti', 4, anyValence],
  ['V', 5, anyValence],
  ['Cr', 6, anyValence],
  ['Mn', 7, anyValence],
  ['Fe', 8, anyValence],
  ['Co', 9, anyValence],
  ['Ni', 10, anyValence],
  ['Cu', 11, anyValence],
  ['Zn', 2, anyValence],
  ['Ga', 3, [3]],
  ['Ge', 4, [4]],
  ['As', 5, [3, 5]],
  ['Se', 6, [2, 4, 6]],
  ['Br', 7, [1]],
  ['Kr', 8, [0]],
  ['Rb', 1, [1, -1]],
  ['Sr', 2, [2, -1]],
  ['Y', 3, anyValence],
  ['Zr', 4, anyValence],
  ['Nb', 5, anyValence],
  ['Mo', 6, anyValence],
  ['Tc', 7, anyValence],
  ['Ru', 8, anyValence],
  ['Rh', 9, anyValence],
  ['Pd', 10, anyValence],
  ['Ag', 11, anyValence],
  ['Cd', 2, anyValence],
  ['In', 3, [3]],
  ['Sn', 4, [2, 4]],
  ['Sb', 5, [3, 5]],
  ['Te', 6, [2, 4, 6]],
  ['I', 7, [1, 3, 5]],
  ['Xe', 8, [0, 2, 4, 6]],
  ['Cs', 1, [1]],
  ['Ba', 2, [2, -1]],
  ['La', 3, anyValence],
  ['Ce', 4, anyValence],
  ['Pr', 3, anyValence],
  ['Nd', 4, anyValence],
  ['Pm', 5, anyValence],
  ['Sm', 6, anyValence],
  ['Eu', 7, anyValence],
  ['Gd', 8, anyValence],
  ['Tb', 9, anyValence],
  ['Dy', 10, anyValence],
  ['Ho', 11, anyValence],
  ['Er', 12, anyValence],
  ['Tm', 13, anyValence],
  ['Yb', 14, anyValence],
  ['Lu', 15, anyValence],
  ['Hf', 4, anyValence],
  ['Ta', 5, anyValence],
  ['W', 6, anyValence],
  ['Re', 7, anyValence],
  ['Os', 8, anyValence],
  ['Ir', 9, anyValence],
  ['Pt', 10, anyValence],
  ['Au', 11, anyValence],
  ['Hg', 2, anyValence],
  ['Tl', 3, anyValence],
  ['Pb', 4, [2, 4]],
  ['Bi', 5, [3, 5]],
  ['Po', 6, [2, 4, 6]],
  ['At', 7, [1, 3, 5]],
  ['Rn', 8, [0]],
  ['Fr', 1, [1]],
  ['Ra', 2, [2, -1]],
  ['Ac', 3, anyValence],
  ['Th', 4, anyValence],
  ['Pa', 3, anyValence],
  ['U', 4, anyValence],
  ['Np', 5, anyValence],
  ['Pu', 6, anyValence],
  ['Am', 7, anyValence],
  ['Cm', 8, anyValence],
  ['Bk', 9, anyValence],
  ['Cf', 10, anyValence],
  ['Es', 11, anyValence],
  ['Fm', 12, anyValence],
  ['Md', 13, anyValence],
  ['No', 14, anyValence],
  ['Lr', 15, anyValence],
  ['Rf', 2, anyValence],
  ['Db', 2, anyValence],
  ['Sg', 2, anyValence],
  ['Bh', 2, anyValence],
  ['Hs', 2, anyValence],
  ['Mt', 2, anyValence],
  ['Ds', 2, anyValence],
  ['Rg', 2, anyValence],
  ['Cn', 2, anyValence],
  ['Nh', 2, anyValence],
  ['Fl', 2, anyValence],
  ['Mc', 2, anyValence],
  ['Lv', 2, anyValence],
  ['Ts', 2, anyValence],
  ['Og', 2, anyValence],
];

export const elements: readonly Element[] = table.map(([symbol, outerElectrons, valences]) => ({
  symbol,
  outerElectrons,
  valences,
}));

/** `C` of 6, `*` of a dummy atom. */
export function elementSymbol(atomicNumber: number): string {
  return elements[atomicNumber]!.symbol;
}

/** Where RDKit 2022.09, whose rules the features follow, lists other valences than the table. */
const valencesOf2022: Readonly<Record<number, readonly number[]>> = {
  3: [1],
  11: [1],
  13: [3, 6],
  14: [4, 6],
  15: [3, 5, 7],
  19: [1],
  33: [3, 5, 7],
  37: [1],
  51: [3, 5, 7],
  81: [3],
  83: [3, 5, 7],
};

export function featureValences(atomicNumber: number): readonly number[] {
  return valencesOf2022[atomicNumber] ?? elements[atomicNumber]!.valences;
}

/** The smallest allowed valence of a neutral atom for the features, -1 if any is allowed. */
export function defaultValence(atomicNumber: number): number {
  return featureValences(atomicNumber)[0]!;
}
