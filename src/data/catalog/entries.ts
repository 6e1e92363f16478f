/**
 * The data sets that graphsam knows by name: MoleculeNet's tables (Wu et al. 2018, arXiv 1703.00564) at their public home, and the
 * table inside the package. A download is checked against what is written here.
 */
import { unknownName } from '../../base/index.ts';
import type { TaskType } from '../../tasks/index.ts';

interface DatasetFacts {
  readonly name: string;
  /** What is measured, in one sentence. */
  readonly about: string;
  readonly taskType: TaskType;
  readonly tasks: number;
  /** Name of the model preset made for it, or the nearest one. */
  readonly preset: string;
}

export interface PublishedDataset extends DatasetFacts {
  readonly kind: 'published';
  readonly url: string;
  /** Name of the file at its home. */
  readonly file: string;
  readonly rows: number;
  /** SHA-256 of the unpacked content with LF line ends; undefined where no reference copy was at hand. */
  readonly sha256?: string;
}

export interface BuiltInDataset extends DatasetFacts {
  readonly kind: 'builtIn';
  /** Path inside the package. */
  readonly asset: string;
  readonly targets: readonly string[];
}

export type DatasetEntry = PublishedDataset | BuiltInDataset;

const home = 'https://deepchemdata.s3-us-west-1.amazonaws.com/datasets/';

function published(
  name: string,
  file: string,
  facts: Omit<PublishedDataset, 'kind' | 'name' | 'preset' | 'file' | 'url'>,
): PublishedDataset {
  return { kind: 'published', name, preset: name, file, url: home + file, ...facts };
}

export const datasets: readonly DatasetEntry[] = [
  {
    kind: 'builtIn',
    name: 'medicines',
    about: 'Well-known medicines: acts in the central nervous system or not.',
    taskType: 'classification',
    tasks: 1,
    preset: 'bbbp',
    asset: 'assets/medicines.csv',
    targets: ['cns'],
  },
  published('bbbp', 'BBBP.csv', {
    about: 'Passes the blood-brain barrier or not.',
    taskType: 'classification',
    tasks: 1,
    rows: 2050,
    sha256: '6aecd84110e8c0549bc4e2e486c52267d4e775178fca8999f5465029e31e75bb',
  }),
  published('tox21', 'tox21.csv.gz', {
    about: 'Toxicity in twelve assays of nuclear receptors and stress response; 17 % of the labels are missing.',
    taskType: 'classification',
    tasks: 12,
    rows: 7831,
    sha256: '7d7e7facd853a63e79ddce4e9c3fcb7a0d83a1c300b603031c0f2c64fbe77761',
  }),
  published('sider', 'sider.csv.gz', {
    about: 'Side effects of marketed medicines in 27 classes of organs.',
    taskType: 'classification',
    tasks: 27,
    rows: 1427,
    sha256: '71efc6ac4ca82d6545bc512509863281be0f17234afd7adaf71a71899988302e',
  }),
  published('clintox', 'clintox.csv.gz', {
    about: 'Approved by the FDA, and failed clinical trials for toxicity.',
    taskType: 'classification',
    tasks: 2,
    rows: 1484,
    sha256: '9999816e760dd838358b5d88e81cea2fc062be4458ffa412ceecdba4f88a67b6',
  }),
  published('esol', 'delaney-processed.csv', {
    about: 'Solubility in water, log10 mol/L.',
    taskType: 'regression',
    tasks: 1,
    rows: 1128,
    sha256: '8c06a76f0c6487d29ab0f903e6a7a7139f189ab3c1178f159c8be8964602f189',
  }),
  published('lipophilicity', 'Lipophilicity.csv', {
    about: 'Distribution between octanol and water at pH 7.4, logD.',
    taskType: 'regression',
    tasks: 1,
    rows: 4200,
    sha256: '3d2a409dc8bdf620876bb7257faf4996df29a19dd0244d0b4a6a8064c306cded',
  }),
  published('bace', 'bace.csv', {
    about: 'Inhibits human beta-secretase 1 or not.',
    taskType: 'classification',
    tasks: 1,
    rows: 1513,
  }),
];

/** The entry of a name. Throws ConfigError listing the known names. */
export function datasetEntry(name: string): DatasetEntry {
  const entry = datasets.find((candidate) => candidate.name === name.toLowerCase());
  if (entry) return entry;
  throw unknownName(
    'data set',
    name,
    datasets.map((candidate) => candidate.name),
  );
}
