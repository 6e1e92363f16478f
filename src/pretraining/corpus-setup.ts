/** What a session of pre-training knows of its corpus, in any thread. */
import { functionalGroups } from '../chem/index.ts';
import type { CorpusClasses } from './corpus/corpus-classes.ts';
import type { StoredCorpus } from './corpus/stored-corpus.node.ts';
import type { PretrainSetup } from './pretrain-source.ts';

export interface CorpusSetupOptions {
  /** Of the model. */
  readonly settings: unknown;
  readonly disagreement: number;
}

export function corpusSetup(
  corpus: StoredCorpus,
  classes: CorpusClasses,
  { settings, disagreement }: CorpusSetupOptions,
): Pick<PretrainSetup, 'sizes' | 'dropoutRate' | 'disagreement' | 'molecule' | 'type'> {
  const { width, dropout = 0 } = settings as { width: number; dropout?: number };
  return {
    sizes: {
      width,
      atomClasses: classes.atoms.size,
      bondClasses: classes.bonds.size,
      motifs: functionalGroups.length,
      descriptors: corpus.descriptors,
      bits: corpus.bits,
    },
    dropoutRate: dropout,
    disagreement,
    molecule: (row) => {
      const molecule = corpus.molecule(row);
      return {
        features: molecule.features,
        get targets() {
          return classes.targetsOf(molecule);
        },
      };
    },
    type: 'float32',
  };
}
