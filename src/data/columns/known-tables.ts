/**
 * The MoleculeNet tables, known by their content: as published and as cleaned copies that go around. A known table needs no options,
 * and what leaks the answer (another model's prediction of the target) or is only an id stays out. A table with the same columns and
 * other rows only looks like one: nothing follows from that.
 */
import { checksum } from '../../base/index.ts';
import type { TaskType } from '../../tasks/index.ts';

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
  { alsoHas = [], smiles = 'smiles' }: Partial<Pick<KnownTable, 'alsoHas' | 'smiles'>> = {},
): KnownTable => ({ name, smiles, targets, alsoHas, taskType });

export const knownTables: readonly KnownTable[] = [
  form('bbbp', 'classification', ['p_np']),
  form('tox21', 'classification', tox21),
  form('sider', 'classification', sider),
  form('clintox', 'classification', ['FDA_APPROVED', 'CT_TOX']),
  form('bace', 'classification', ['Class'], { smiles: 'mol' }),
  form('esol', 'regression', ['measured log solubility in mols per litre']),
  form('esol', 'regression', ['logSolubility']),
  form('lipophilicity', 'regression', ['exp'], { alsoHas: ['CMPD_CHEMBLID'] }),
  form('lipophilicity', 'regression', ['lipo']),
];

/** Rows and checksum of the SMILES and labels of each table, in the forms that go around: `recognizeContent` says of what. */
const contents: Readonly<Record<string, readonly string[]>> = {
  bbbp: ['2050:0a0e7d8f', '2039:f278af65'],
  clintox: ['1484:9f4871a8', '1478:7f2e081f'],
  esol: ['1128:4794eac5', '1128:b66e3d69'],
  lipophilicity: ['4200:f01d6c82'],
  sider: ['1427:c783cb64'],
  tox21: ['7831:92445fc1'],
  bace: ['1513:d875e2a3'],
};

/** The table that has these columns too, if any. */
export function recognize(columns: readonly string[]): KnownTable | undefined {
  const present = new Set(columns);
  return knownTables.find(({ smiles, targets, alsoHas }) =>
    [smiles, ...targets, ...alsoHas].every((name) => present.has(name)),
  );
}

/** `alike` if the rows are its rows: their number, their SMILES and their labels, in their order. */
export function recognizeContent(
  alike: KnownTable,
  columns: readonly string[],
  rows: readonly { readonly cells: readonly string[] }[],
): KnownTable | undefined {
  return contents[alike.name]?.includes(contentOf(alike, columns, rows)) ? alike : undefined;
}

/** `rows:checksum` of SMILES and labels, other columns and the order of columns left aside. */
function contentOf(
  { smiles, targets }: KnownTable,
  columns: readonly string[],
  rows: readonly { readonly cells: readonly string[] }[],
): string {
  const positions = [smiles, ...targets].map((name) => columns.indexOf(name));
  const lines = rows.map(({ cells }) => positions.map((position) => cells[position]!.trim()).join('\t'));
  return `${rows.length}:${checksum(new TextEncoder().encode(lines.join('\n')))}`;
}
