/**
 * Functional groups and ring systems by SMARTS pattern: motif prediction, a task of pre-training, asks of each whether a molecule has
 * it. Source of the task: Rong et al. 2020, arXiv 2007.02835. Departure: they take RDKit's 85 fragment counts (fr_*), which its WASM
 * build does not give out; the patterns here are our own, as many, of the same kind.
 */
import type { Chemistry, Molecule } from './molecule.ts';

export interface FunctionalGroup {
  readonly name: string;
  readonly smarts: string;
}

/** `!$(C=[O,S,N])` beside a nitrogen or sulfur: what stands next to a carbonyl is an amide, not an amine. */
const patterns = {
  // Oxygen
  'primary alcohol': '[CX4;H2,H3][OX2H]',
  'secondary alcohol': '[CX4H1]([#6])([#6])[OX2H]',
  'tertiary alcohol': '[CX4H0]([#6])([#6])([#6])[OX2H]',
  phenol: 'c[OX2H]',
  phenolate: 'c[O-]',
  'alkyl ether': '[CX4;!$(C([OX2])[OX2])][OX2][CX4;!$(C([OX2])[OX2])]',
  'aryl alkyl ether': 'c[OX2][CX4]',
  'diaryl ether': 'c[OX2]c',
  methoxy: '[#6][OX2][CH3]',
  acetal: '[CX4]([OX2])[OX2]',
  epoxide: 'C1OC1',
  peroxide: '[#6][OX2][OX2]',
  aldehyde: '[CX3H1](=O)[#6]',
  'alkyl ketone': '[CX4][CX3](=O)[CX4]',
  'aryl ketone': 'c[CX3](=O)[#6]',
  enone: '[CX3]=[CX3][CX3](=O)[#6]',
  quinone: 'O=C1C=CC(=O)C=C1',
  'carboxylic acid': '[CX3](=O)[OX2H]',
  carboxylate: '[CX3](=O)[O-]',
  'open ester': '[#6][CX3](=O)[OX2;!R][#6]',
  lactone: '[#6;R][CX3;R](=O)[OX2;R][#6;R]',
  carbonate: '[OX2][CX3](=O)[OX2]',
  anhydride: '[CX3](=O)[OX2][CX3]=O',
  'acyl halide': '[CX3](=O)[F,Cl,Br,I]',
  // Nitrogen
  'primary amine': '[CX4][NX3H2]',
  'secondary amine': '[CX4][NX3H1][CX4]',
  'tertiary amine': '[CX4][NX3]([CX4])[CX4]',
  'primary arylamine': 'c[NX3H2]',
  'secondary arylamine': 'c[NX3H1][#6;!$(C=[O,S,N])]',
  'tertiary arylamine': 'c[NX3]([#6;!$(C=[O,S,N])])[#6;!$(C=[O,S,N])]',
  ammonium: '[NX4+;H1,H2,H3]',
  'quaternary ammonium': '[NX4+H0]',
  'primary amide': '[#6][CX3](=O)[NX3H2]',
  'secondary amide': '[#6][CX3](=O)[NX3H1][#6]',
  'tertiary amide': '[#6][CX3](=O)[NX3]([#6])[#6]',
  lactam: '[#6;R][CX3;R](=O)[NX3;R]',
  imide: '[CX3](=O)[NX3][CX3]=O',
  urea: '[NX3][CX3](=O)[NX3]',
  carbamate: '[NX3][CX3](=O)[OX2][#6]',
  amidine: '[NX3][CX3;!$(C(~N)(~N)~N)]=[NX2]',
  guanidine: '[NX3][CX3]([NX3])=[NX2,NX3+]',
  imine: '[#6][CX3]=[NX2;!$(N[N,O,S])][#6]',
  oxime: '[CX3]=[NX2][OX2]',
  hydrazone: '[CX3]=[NX2][NX3]',
  hydrazine: '[NX3][NX3]',
  'hydroxylamine derivative': '[NX3][OX2]',
  nitrile: '[CX2]#[NX1]',
  'iso(thio)cyanate': 'N=C=[O,S]',
  'azo compound': '[#6][NX2]=[NX2][#6]',
  nitro: '[NX3+](=O)[O-]',
  nitroso: '[#6,#7][NX2]=O',
  'nitrogen oxide': '[#7+;!$(N=O);!$([#7]~[OX1]~[#7])]([#6])[O-]',
  // Sulfur, phosphorus and other elements
  thiol: '[#6][SX2H]',
  thioether: '[#6][SX2][#6;!$(C=[O,S,N])]',
  disulfide: '[SX2][SX2]',
  thiocarbonyl: '[#6X3]=[SX1]',
  sulfoxide: '[#6][SX3]=O',
  sulfone: '[#6][SX4](=O)(=O)[#6]',
  sulfonamide: '[#6][SX4](=O)(=O)[NX3]',
  'sulfonic acid or ester': '[#6][SX4](=O)(=O)[OX2,O-]',
  'phosphoric acid derivative': '[PX4](=[O,S])([O,S,N])[O,S,N]',
  organometallic: '[!#1;!#5;!#6;!#7;!#8;!#9;!#14;!#15;!#16;!#17;!#34;!#35;!#53]',
  // Halogens
  'alkyl fluoride': '[CX4]F',
  trifluoromethyl: '[CX4](F)(F)F',
  'alkyl chloride': '[CX4]Cl',
  'alkyl bromide or iodide': '[CX4][Br,I]',
  'aryl fluoride': 'cF',
  'aryl chloride': 'cCl',
  'aryl bromide or iodide': 'c[Br,I]',
  // Carbon skeleton
  alkene: '[CX3;!$(C=O)]=[CX3]',
  alkyne: '[CX2]#[CX2]',
  'quaternary carbon': '[CX4]([#6])([#6])([#6])[#6]',
  'unbranched chain of six': '[CH2;!R][CH2;!R][CH2;!R][CH2;!R][CH2;!R][CH2,CH3;!R]',
  benzene: 'c1ccccc1',
  'fused aromatic rings': '[a;R2]:[a;R2]',
  'atom of three rings': '[R3]',
  // Heterocycles
  'pyridine ring': 'n1ccccc1',
  'diazine ring': '[$(n1cnccc1),$(n1ccncc1),$(n1ncccc1)]',
  'pyrrole ring': '[nX3]1cccc1',
  'azole ring with two or more nitrogens': '[$(n1naaa1),$(n1anaa1)]',
  'furan ring': 'o1cccc1',
  'thiophene ring': 's1cccc1',
  'thiazole or oxazole ring': '[$([o,s]1cncc1),$([o,s]1nccc1)]',
  'piperidine or piperazine ring': '[NX3,NX4+]1CC[C,N]CC1',
  'pyranose ring': 'C1(O)OCC(O)C(O)C1',
} as const satisfies Record<string, string>;

export const functionalGroups: readonly FunctionalGroup[] = Object.entries(patterns).map(([name, smarts]) => ({
  name,
  smarts,
}));

/** 1 where a molecule has the group, else 0, [molecules, functionalGroups]. Cost: about 0.6 ms a molecule. */
export function groupsOf(molecules: readonly Molecule[], chemistry: Chemistry): Uint8Array {
  return chemistry.substructures(
    molecules,
    functionalGroups.map(({ smarts }) => smarts),
  );
}
