/** A structure as text, for the sketcher: SMILES or a molfile. */

/** What is needed of OpenChemLib's class, so that this file does not load it. */
export interface StructureReader<Structure> {
  fromSmiles(smiles: string): Structure;
  fromMolfile(molfile: string): Structure;
}

export function readStructure<Structure>(
  text: string,
  reader: StructureReader<Structure>,
): { readonly molecule: Structure } | { readonly wrong: string } {
  try {
    return { molecule: /M {2}END/.test(text) ? reader.fromMolfile(text) : reader.fromSmiles(text.trim()) };
  } catch {
    return { wrong: 'This is neither SMILES, InChI nor a molfile.' };
  }
}
