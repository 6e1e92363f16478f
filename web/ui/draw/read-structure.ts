/** A structure as text, for the sketcher: SMILES or a molfile. */

/** What is needed of OpenChemLib's class, so that this file does not load it. */
export interface StructureReader<Structure> {
  fromSmiles(smiles: string): Structure;
  fromMolfile(molfile: string): Structure;
}

export const inchiAdvice =
  'InChI cannot be read here: the toolkits of the page are built without it. Paste SMILES or a molfile, or draw it.';

/** Whether a line of it is an InChI, which only the command line's tables could hold as text. */
export function isInchi(text: string): boolean {
  return /^\s*InChI=/m.test(text);
}

export function readStructure<Structure>(
  text: string,
  reader: StructureReader<Structure>,
): { readonly molecule: Structure } | { readonly wrong: string } {
  if (isInchi(text)) return { wrong: inchiAdvice };
  try {
    return { molecule: /M {2}END/.test(text) ? reader.fromMolfile(text) : reader.fromSmiles(text.trim()) };
  } catch {
    return { wrong: 'This is neither SMILES nor a molfile.' };
  }
}
