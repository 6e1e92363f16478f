/**
 * npm run results:auxiliary -- [--data-dir DIR] [--parallel 1] [--table]
 *
 * Do computed properties help as further targets? The solubility of ESOL alone, and beside logP and TPSA (standardized, of weight 0.3
 * each), with the default recipe on seeds 100 to 104, judged by the solubility's validation error alone: the test part is not looked
 * at. One small file a training in results/auxiliary; stopped (Ctrl-C), it goes on from them; --table trains nothing.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { mean, sampleDeviation } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import { isRejection } from '../src/chem/index.ts';
import { pairedDifference } from '../src/metrics/index.ts';
import { dataDirOption, parallelOf, parallelOption, stopSignal, tableOption } from './shared/driver-options.ts';
import { markdownTable } from './shared/markdown-table.ts';
import { readRecordFiles, writeRecordFile } from './shared/record-files.ts';
import { reportFailure } from './shared/report-failure.ts';
import { codeVersion, trainInProcess } from './shared/train-process.ts';
import { workThrough } from './shared/work-through.ts';

const folder = 'results/auxiliary';
const splits = ['random', 'scaffold_balanced'];
const seeds = [100, 101, 102, 103, 104];
const arms = {
  alone: [],
  'with logP and TPSA': ['logP', 'TPSA', '--task-weights', '1', '0.3', '0.3'],
} as const;

interface Wanted {
  readonly arm: keyof typeof arms;
  readonly split: string;
  readonly seed: number;
}

interface AuxiliaryRecord extends Wanted {
  readonly code: string;
  /** Of the solubility, log mol/L, with averaged weights: in its best epoch, and in the last one. */
  readonly best: number;
  readonly last: number;
  readonly cpuSeconds: number;
}

const keyOf = ({ arm, split, seed }: Wanted): string => `${arm.replaceAll(' ', '-')}-${split}-seed${seed}`;

await reportFailure(async () => {
  const { values } = parseArgs({
    options: { ...dataDirOption, ...parallelOption, ...tableOption },
  });
  if (!values.table) await trainMissing(join(values['data-dir'], 'esol.csv'), parallelOf(values.parallel));
  console.log(tableOf([...(await readRecordFiles<AuxiliaryRecord>(folder)).values()]));
});

async function trainMissing(source: string, parallel: number): Promise<void> {
  const signal = stopSignal();
  const scratch = await mkdtemp(join(tmpdir(), 'graphsam-auxiliary-'));
  try {
    const table = join(scratch, 'esol.csv');
    await writeFile(table, await withComputed(await readFile(source, 'utf8')));
    const wanted = seeds.flatMap((seed) =>
      splits.flatMap((split) => (Object.keys(arms) as Wanted['arm'][]).map((arm) => ({ arm, split, seed }))),
    );
    const kept = await readRecordFiles(folder);
    const queue = wanted.filter((run) => !kept.has(keyOf(run)));
    console.error(`${queue.length} trainings to do`);
    await workThrough(queue, { parallel, signal }, async (run) => {
      const record = await trained(run, table, signal);
      await writeRecordFile(folder, keyOf(run), record);
      console.error(`${keyOf(run)} is finished`);
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The table with the two columns that the toolkit computes, each standardized over its rows. */
async function withComputed(csv: string): Promise<string> {
  const chemistry = await loadChemistry();
  const rows = (parse(csv, { fromLine: 2 }) as string[][]).flatMap(([smiles, solubility]) => {
    const molecule = chemistry.parse(smiles!);
    if (isRejection(molecule)) return [];
    const { CrippenClogP, tpsa } = chemistry.descriptors(molecule);
    return [{ smiles, solubility, computed: [CrippenClogP!, tpsa!] }];
  });
  const columns = [0, 1].map((column) => standardized(rows.map(({ computed }) => computed[column]!)));
  const lines = rows.map(({ smiles, solubility }, row) =>
    [smiles, solubility, ...columns.map((column) => column[row]!.toFixed(5))].join(','),
  );
  return `smiles,solubility,logP,TPSA\n${lines.join('\n')}\n`;
}

function standardized(values: readonly number[]): number[] {
  const [center, spread] = [mean(values), sampleDeviation(values)!];
  return values.map((value) => (value - center) / spread);
}

async function trained(run: Wanted, table: string, signal: AbortSignal): Promise<AuxiliaryRecord> {
  const { arm, split, seed } = run;
  const settings = ['--split', split, '--data-seed', String(seed), '--seed', String(seed), '--threads', '1'];
  const targets = ['--target-columns', 'solubility', ...arms[arm]];
  const args = ['train', table, ...targets, ...settings, '--json', '--no-report', '--no-baseline'];
  const outcome = await trainInProcess(args, signal);
  if (outcome.status === 'failed') throw new Error(`${keyOf(run)}: ${outcome.error}`);
  const errors = outcome.measured.reports.map(({ validation }) => validation.rmse!.perTask[0]!);
  return {
    ...run,
    code: codeVersion(),
    best: Math.min(...errors),
    last: errors.at(-1)!,
    cpuSeconds: outcome.cpuSeconds,
  };
}

function tableOf(records: readonly AuxiliaryRecord[]): string {
  const rows = splits.flatMap((split) =>
    (['best', 'last'] as const).map((epoch) => {
      const errors = (arm: Wanted['arm']) =>
        seeds.map((seed) =>
          records.find((record) => record.arm === arm && record.split === split && record.seed === seed),
        );
      const pairs = errors('alone').flatMap((alone, index) => {
        const other = errors('with logP and TPSA')[index];
        return alone && other ? [[alone[epoch], other[epoch]] as const] : [];
      });
      const meanOf = (column: 0 | 1): string =>
        pairs.length === 0 ? '' : mean(pairs.map((pair) => pair[column])).toFixed(3);
      const interval =
        pairs.length < 2 ? undefined : pairedDifference(pairs.map(([alone, other]) => other - alone)).interval;
      const bounds = interval ? interval.map((bound) => `${bound < 0 ? '' : '+'}${bound.toFixed(3)}`).join(' to ') : '';
      return [split, `${epoch} epoch`, String(pairs.length), meanOf(0), meanOf(1), bounds];
    }),
  );
  return markdownTable(['split', 'measured in', 'seeds', ...Object.keys(arms), 'difference, 95 % interval'], rows);
}
