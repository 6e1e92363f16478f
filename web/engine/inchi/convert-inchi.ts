/** One InChI as SMILES, by EPAM's Indigo: RDKit's WebAssembly build and OpenChemLib cannot read InChI. */
import type { InchiReading } from '../protocol.ts';

/** What is needed of the toolkit. */
export interface Indigo {
  readonly MapStringString: new () => { delete(): void };
  /** Throws texts and objects of its own. */
  convert(text: string, format: string, options: { delete(): void }): string;
}

/** As for SMILES: no molecule that a model here can hold needs more. */
const longestInchi = 10_000;

/** inchi: trimmed, beginning with `InChI=`. The SMILES has its hydrogens where the InChI's normal form has them. */
export function convertInchi(indigo: Indigo, inchi: string): InchiReading {
  if (inchi.length > longestInchi) {
    return { reason: `${inchi.length} characters long; an InChI may have ${longestInchi}` };
  }
  if (/\s/.test(inchi)) return { reason: 'text after the InChI; give the InChI alone' };
  const options = new indigo.MapStringString();
  try {
    // Behind a blank come radicals in a notation of ChemAxon; RDKit finds them in the brackets.
    const [smiles] = indigo.convert(inchi, 'smiles', options).split(' ');
    return smiles ? { smiles } : { reason: 'an InChI without atoms, no molecule' };
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError) throw cause;
    return { reason: unreadable };
  } finally {
    options.delete();
  }
}

const unreadable = 'no InChI that can be read; copy it whole, from InChI= to its end';
