/** The models that the page offers without a training: what they are trained on, and what they are good for. */

export interface ReadyRecipe {
  readonly name: string;
  /** Known data set. */
  readonly dataset: string;
  readonly title: string;
  readonly unit?: string;
  /** Where its values come from. */
  readonly source: string;
  /** What it must not be taken for. */
  readonly limits: string;
  readonly epochs: number;
}

/** A quarter of the default network: half a megabyte. */
export const width = 64;

export const readyRecipes: readonly ReadyRecipe[] = [
  {
    name: 'solubility',
    dataset: 'esol',
    title: 'Solubility in water',
    unit: 'log10 mol/L',
    source: 'ESOL: Delaney 2004, as in MoleculeNet (Wu et al. 2018)',
    limits:
      'Small organic molecules at 25 °C; most have fewer than 20 heavy atoms. Salts and polymorphs are not distinguished.',
    epochs: 60,
  },
  {
    name: 'barrier',
    dataset: 'bbbp',
    title: 'Passes the blood-brain barrier',
    source: 'BBBP: Martins et al. 2012, as in MoleculeNet (Wu et al. 2018)',
    limits:
      'Published medicines and candidates, three of four of which pass: rarer kinds of molecules are called passing too often. Transporters are not known to it.',
    epochs: 25,
  },
  {
    name: 'lipophilicity',
    dataset: 'lipophilicity',
    title: 'Lipophilicity (logD at pH 7.4)',
    unit: 'log10',
    source: 'Lipophilicity: ChEMBL deposit of AstraZeneca, as in MoleculeNet (Wu et al. 2018)',
    limits: 'Medicine-like molecules with logD from -1.5 to 4.5; values outside are not reached.',
    epochs: 20,
  },
  {
    name: 'toxicity',
    dataset: 'tox21',
    title: 'Toxicity in twelve cell assays (Tox21)',
    source: 'Tox21 challenge 2014, as in MoleculeNet (Wu et al. 2018)',
    limits:
      'Activity in single cell assays, not the toxicity for a person or an animal. Active molecules are rare, and many cells of its table are empty.',
    epochs: 6,
  },
];
