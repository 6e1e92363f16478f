/**
 * Cahn-Ingold-Prelog labels of a SMILES. The library has no use for them, so they are asked of the RDKit package itself and
 * not of the Chemistry interface.
 */
import rdkit from '@rdkit/rdkit';

/** R and S of the atoms, then E and Z of the bonds, in the order of the SMILES, separated by spaces; '' without stereo. */
export type StereoLabels = (smiles: string) => string;

interface StereoTags {
  readonly CIP_atoms: readonly (readonly [atom: number, label: string])[];
  readonly CIP_bonds: readonly (readonly [begin: number, end: number, label: string])[];
}

export async function loadStereoLabels(): Promise<StereoLabels> {
  const silent = (): void => undefined;
  const toolkit = await rdkit.default({ print: silent, printErr: silent });
  return (smiles) => {
    const molecule = toolkit.get_mol(smiles);
    if (!molecule) return '';
    try {
      const { CIP_atoms, CIP_bonds } = JSON.parse(molecule.get_stereo_tags()) as StereoTags;
      const atoms = CIP_atoms.toSorted(([left], [right]) => left - right).map(([, label]) => label);
      const bonds = CIP_bonds.toSorted(([left], [right]) => left - right).map(([, , label]) => label);
      // A center that the SMILES leaves open is "(?)".
      const written = [...atoms, ...bonds].filter((label) => label !== '(?)');
      return written.map((label) => label.replace(/[()]/g, '')).join(' ');
    } finally {
      molecule.delete();
    }
  };
}
