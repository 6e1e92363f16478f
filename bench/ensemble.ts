/**
 * npm run bench:ensemble -- TABLE [--target NAME] [--size 5] [--epochs 5] [--copies 5]
 *
 * What an ensemble costs beside one network: processor time of `graphsam train` and `graphsam predict` with one model and with --size of
 * them, on one thread, all else by default. TABLE: comma-separated, with SMILES and labels. It is predicted --copies times over; loading is left out of
 * predictions: it is the time of the same command for one row. Processor time means nearly the same on
 * a busy machine.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../scripts/shared/format-table.ts';
import { cpuSecondsOf } from './command-cpu.ts';

const { values, positionals } = parseArgs({
  options: {
    target: { type: 'string' },
    size: { type: 'string', default: '5' },
    epochs: { type: 'string', default: '5' },
    copies: { type: 'string', default: '5' },
  },
  allowPositionals: true,
});
const [table] = positionals;
if (table === undefined) {
  console.error('Usage: npm run bench:ensemble -- TABLE [--target NAME] [--size 5] [--epochs 5] [--copies 5]');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'graphsam-ensemble-'));
try {
  const [header, ...rows] = (await readFile(table, 'utf8')).trim().split(/\r?\n/) as [string, ...string[]];
  const many = join(folder, 'many.csv');
  const one = join(folder, 'one.csv');
  await writeFile(many, [header, ...Array.from({ length: +values.copies }, () => rows).flat()].join('\n'));
  await writeFile(one, [header, rows[0]].join('\n'));
  const single = await costOf(1, { many, one });
  const ensemble = await costOf(+values.size, { many, one });
  const cells = (name: 'training' | 'prediction'): string[] =>
    [single[name], ensemble[name]]
      .map((seconds) => seconds.toFixed(1))
      .concat((ensemble[name] / single[name]).toFixed(2));
  console.log(
    `${rows.length} rows, ${values.epochs} epochs; ${+values.copies * rows.length} rows predicted; seconds of CPU`,
  );
  console.log(
    formatTable(
      ['', 'one', values.size, 'ratio'],
      [
        ['training', ...cells('training')],
        ['prediction', ...cells('prediction')],
      ],
    ),
  );
} finally {
  await rm(folder, { recursive: true });
}

interface Tables {
  readonly many: string;
  readonly one: string;
}

async function costOf(size: number, { many, one }: Tables): Promise<{ training: number; prediction: number }> {
  const run = join(folder, `of-${size}`);
  const target = values.target === undefined ? [] : ['--target-columns', values.target];
  const members = size === 1 ? [] : ['--ensemble-size', String(size)];
  const wanted = ['--epochs', values.epochs, '--no-baseline', '--threads', '1', '--quiet', ...target, ...members];
  const training = await cpuSecondsOf(['train', table!, '-o', run, ...wanted]);
  const predict = (input: string): Promise<number> =>
    cpuSecondsOf(['predict', run, input, '-o', join(folder, 'out.csv'), '--overwrite', '--threads', '1', '--quiet']);
  return { training, prediction: (await predict(many)) - (await predict(one)) };
}
