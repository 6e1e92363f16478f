/** What an InChI was read as. */

/** SMILES with mobile hydrogens where chemists write them, or why there is none. */
export type InchiReading = { readonly smiles: string } | { readonly reason: string };
