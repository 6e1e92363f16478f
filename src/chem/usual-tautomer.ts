/**
 * Mobile hydrogens put where chemists write them: amides and lactams, not imidic acids and hydroxy-azines; amines, not imines, on
 * aromatic rings. An InChI says only among which atoms such a hydrogen moves, and what reads one puts it on the oxygen of an amide.
 */
import type { MainModule, Mol, Reaction } from '@rdkit/rdkit';

/** In the order in which they are tried; hydrogens of each side are counted, so that nothing is gained or lost. */
const moves = [
  '[N;X2;+0:1]=[C;X3:2]-[O,S;X2;H1;+0:3]>>[N;+0:1]-[C:2]=[*;H0:3]',
  '[n;X2;H0;+0:1]:[c:2]-[O,S;X2;H1;+0:3]>>[n;H1;+0:1]:[c:2]=[*;H0:3]',
  '[n;H1;+0:1]:[c:2]=[N;X2;+0:3]>>[n;H0;+0:1]:[c:2]-[N;+0:3]',
  '[n;H1;+0:1]:[c:2]:[c:3]:[c:4]=[N;X2;+0:5]>>[n;H0;+0:1]:[c:2]:[c:3]:[c:4]-[N;+0:5]',
];
/** Moves of one molecule; a peptide needs one for each of its bonds. */
const mostMoves = 100;

/** Canonical SMILES. */
export function usualTautomer(module: MainModule, mol: Mol): string {
  const reactions = moves.map((move) => module.get_rxn(move)!);
  try {
    let smiles = mol.get_smiles();
    for (let move = 0; move < mostMoves; move++) {
      const moved = firstProduct(module, reactions, smiles);
      if (moved === undefined || moved === smiles) break;
      smiles = moved;
    }
    return smiles;
  } finally {
    for (const reaction of reactions) reaction.delete();
  }
}

function firstProduct(module: MainModule, reactions: readonly Reaction[], smiles: string): string | undefined {
  for (const reaction of reactions) {
    const product = productOf(module, reaction, smiles);
    if (product !== undefined) return product;
  }
  return undefined;
}

/** Undefined where the reaction finds nothing to move, or only what would be no molecule. */
function productOf(module: MainModule, reaction: Reaction, smiles: string): string | undefined {
  const reactant = module.get_mol(smiles)!;
  const reactants = new module.MolList();
  reactants.append(reactant);
  const outcomes = reaction.run_reactants(reactants, mostOutcomes);
  try {
    for (let index = 0; index < outcomes.size(); index++) {
      const products = outcomes.get(index)!;
      const product = products.next()!;
      const spelled = respelled(module, product.get_smiles());
      product.delete();
      products.delete();
      if (spelled !== undefined) return spelled;
    }
    return undefined;
  } finally {
    outcomes.delete();
    reactants.delete();
    reactant.delete();
  }
}

/** Tried of one move, until one gives a molecule. */
const mostOutcomes = 10;

function respelled(module: MainModule, smiles: string): string | undefined {
  const mol = module.get_mol(smiles);
  const spelled = mol?.get_smiles();
  mol?.delete();
  return spelled;
}
