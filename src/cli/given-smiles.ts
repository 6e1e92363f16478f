/** SMILES in place of a table: `graphsam predict runs/first CCO c1ccccc1`. */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataError } from '../base/index.ts';
import { temporaryFolder } from '../platform/index.node.ts';
import { dash, type SpooledTable } from './standard-streams.ts';

const tableEnding = /\.(csv|tsv|txt|tab|smi|smiles|ism|sdf|sd|mol|xlsx?|json|jsonl|parquet|zip|gz)$/i;

/**
 * Whether what stands where a table is expected are SMILES, and not a file or a name with the ending of a table. Throws ConfigError where
 * one is empty or one of several is a table, DataError for a single text that is neither a file nor a molecule.
 */
export async function areSmiles(texts: readonly string[]): Promise<boolean> {
  refuseEmpty(texts);
  const isTable = (text: string): boolean => text === dash || tableEnding.test(text) || existsSync(text);
  const table = texts.find(isTable);
  if (texts.length === 1 && table === undefined) await requireMolecule(texts[0]!);
  if (table === undefined || texts.length === 1) return table === undefined;
  throw new ConfigError({
    code: 'unexpected-argument',
    what: `${table} is a table, and there are further arguments beside it`,
    advice: 'Name one table, or several SMILES.',
  });
}

/** In a table it would be a blank line, which is left out. */
function refuseEmpty(texts: readonly string[]): void {
  const empty = texts.findIndex((text) => text.trim() === '');
  if (empty < 0) return;
  const before = texts[empty - 1];
  throw new ConfigError({
    code: 'wrong-value',
    what: `there is an empty argument${before === undefined ? '' : `, behind ${before},`} where a table or a SMILES is expected`,
    advice: 'Leave it out, or write the SMILES; a variable of the shell may have no value.',
  });
}

async function requireMolecule(text: string): Promise<void> {
  const [{ loadChemistry }, { isRejection }] = await Promise.all([
    import('../chem/index.node.ts'),
    import('../chem/index.ts'),
  ]);
  const parsed = (await loadChemistry()).parse(text);
  if (!isRejection(parsed)) return;
  throw new DataError({
    code: 'cannot-read',
    what: `there is no such file, and it is not a SMILES: ${parsed.reason}`,
    where: text,
    advice: 'Name a table, or write a SMILES.',
  });
}

/** A table with these SMILES, for commands that read tables. */
export async function spoolSmiles(smiles: readonly string[]): Promise<SpooledTable> {
  const folder = await temporaryFolder('smiles');
  const path = join(folder, 'smiles.csv');
  const quoted = smiles.map((text) => `"${text.replaceAll('"', '""')}"`);
  await writeFile(path, `smiles\n${quoted.join('\n')}\n`);
  return { path, name: 'the SMILES that were given', remove: () => rm(folder, { recursive: true, force: true }) };
}
