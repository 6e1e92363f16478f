/**
 * The MoleculeNet tables, recognized by their columns: as published and as cleaned copies that go around. A recognized table
 * needs no options, and what leaks the answer (another model's prediction of the target) or is only an id stays out.
 */
import type { TaskType } from '../../metrics/index.ts';

export interface KnownTable {
  /** Name of the data set, and of the presets made for it. */
  readonly name: string;
  readonly smiles: string;
  readonly targets: readonly string[];
  /** Columns besides these that the form must have, to tell it from other tables. */
  readonly alsoHas: readonly string[];
  readonly taskType: TaskType;
}

const tox21 =
  'NR-AR NR-AR-LBD NR-AhR NR-Aromatase NR-ER NR-ER-LBD NR-PPAR-gamma SR-ARE SR-ATAD5 SR-HSE SR-MMP SR-p53'.split(' ');

const sider = [
  'Hepatobiliary disorders',
  'Metabolism and nutrition disorders',
  'Product issues',
  'Eye disorders',
  'Investigations',
  'Musculoskeletal and connective tissue disorders',
  'Gastrointestinal disorders',
  'Social circumstances',
  'Immune system disorders',
  'Reproductive system and breast disorders',
  'Neoplasms benign, malignant and unspecified (incl cysts and polyps)',
  'General disorders and administration site conditions',
  'Endocrine disorders',
  'Surgical and medical procedures',
  'Vascular disorders',
  'Blood and lymphatic system disorders',
  'Skin and subcutaneous tissue disorders',
  'Congenital, familial and genetic disorders',
  'Infections and infestations',
  'Respiratory, thoracic and mediastinal disorders',
  'Psychiatric disorders',
  'Renal and urinary disorders',
  'Pregnancy, puerperium and perinatal conditions',
  'Ear and labyrinth disorders',
  'Cardiac disorders',
  'Nervous system disorders',
  'Injury, poisoning and procedural complications',
];

const form = (
  name: string,
  taskType: TaskType,
  targets: readonly string[],
  alsoHas: readonly string[] = [],
  smiles = 'smiles',
): KnownTable => ({ name, smiles, targets, alsoHas, taskType });

export const knownTables: readonly KnownTable[] = [
  form('bbbp', 'classification', ['p_np']),
  form('tox21', 'classification', tox21),
  form('sider', 'classification', sider),
  form('clintox', 'classification', ['FDA_APPROVED', 'CT_TOX']),
  form('bace', 'classification', ['Class'], [], 'mol'),
  form('esol', 'regression', ['measured log solubility in mols per litre']),
  form('esol', 'regression', ['logSolubility']),
  form('lipophilicity', 'regression', ['exp'], ['CMPD_CHEMBLID']),
  form('lipophilicity', 'regression', ['lipo']),
];

/** The known table that these columns belong to, if any. */
export function recognize(columns: readonly string[]): KnownTable | undefined {
  const present = new Set(columns);
  return knownTables.find(({ smiles, targets, alsoHas }) =>
    [smiles, ...targets, ...alsoHas].every((name) => present.has(name)),
  );
}
