/** What the threads of the service serve: any number of opened models each, read by one toolkit. */

import { loadChemistry } from '../chem/index.node.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { chooseColumns, type Table, type TableRow } from '../data/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import {
  type ModelPredictor,
  openModelPredictor,
  type PredictedTargets,
  type Structure,
  type StructurePrediction,
} from '../predict/index.ts';
import { readModelCard } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import type { Backend, Program, Runtime } from '../runtime/index.ts';

await loadInheritedPlugins();

const models = new Map<number, ModelPredictor>();
let toolkit: Promise<Chemistry> | undefined;

export interface OpenModel {
  readonly id: number;
  readonly model: SharedArrayBuffer;
  readonly backend: Backend | undefined;
  /** Whether the most similar training molecule is given, of a model whose file keeps them. */
  readonly withApplicability: boolean;
  /** Of intervals or sets of classes, of a model whose file keeps the errors of held-out rows. */
  readonly coverage?: number | undefined;
  /** Two numbers: 1 while the runtime computes, for the thread must not be ended then, and how often it has begun or ended something. */
  readonly signs: Int32Array;
  /** For messages. */
  readonly where: string;
}

export interface Opened {
  readonly warnings: readonly string[];
  /** What it answers. */
  readonly targets: PredictedTargets;
}

export async function open(input: OpenModel): Promise<Opened> {
  const { id, model, backend, signs, where, withApplicability, coverage } = input;
  toolkit ??= loadChemistry();
  const warnings: string[] = [];
  const onFallback = (message: string): void => void warnings.push(message);
  const runtime = marked(await loadRuntime({ ...(backend && { backend }), onFallback }), signs);
  const chemistry = await toolkit;
  const bytes = new Uint8Array(model).slice();
  const predictor = await openModelPredictor(bytes, {
    runtime,
    chemistry,
    threads: 1,
    where,
    withApplicability: withApplicability && 'if-kept',
    coverage: readModelCard(bytes, where).trust?.conformal && coverage,
  });
  models.set(id, predictor);
  return { warnings: [...warnings, ...predictor.warnings], targets: predictor.targets };
}

export function predict(input: {
  readonly id: number;
  readonly structures: readonly Structure[];
}): Promise<StructurePrediction[]> {
  return models.get(input.id)!.predict(input.structures);
}

export async function close({ id }: { readonly id: number }): Promise<void> {
  const predictor = models.get(id);
  models.delete(id);
  await predictor?.release();
}

export interface FindColumn {
  readonly table: Pick<Table, 'name' | 'format' | 'columns' | 'header'>;
  readonly sample: readonly TableRow[];
  readonly smilesColumns: readonly string[] | undefined;
}

/** Position of the SMILES column; undefined where the molecules are molfile blocks. Throws DataError, ConfigError. */
export async function findSmiles({ table, sample, smilesColumns }: FindColumn): Promise<number | undefined> {
  toolkit ??= loadChemistry();
  const chemistry = await toolkit;
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  return chooseColumns(table as Table, { smilesColumns }, { sample, isMolecule, wantTargets: false }).smiles;
}

function marked(runtime: Runtime, signs: Int32Array): Runtime {
  const load = async (...given: Parameters<Runtime['load']>): Promise<Program> => {
    const program = await runtime.load(...given);
    const run: Program['run'] = async (feeds, into) => {
      const mark = (computing: 0 | 1): void => {
        Atomics.store(signs, 0, computing);
        Atomics.add(signs, 1, 1);
      };
      mark(1);
      try {
        return await program.run(feeds, into);
      } finally {
        mark(0);
      }
    };
    return { ...program, run };
  };
  return { ...runtime, load };
}
