/** The parts of a prediction joined: the file that one job would have written, byte for byte, or an error that says what is missing. */
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { DataError, type Part, partPath } from '../base/index.ts';
import { replaceWhole } from '../platform/index.node.ts';
import { isIntact, readPart } from './describe-part.node.ts';
import { refuseUnwanted } from './output-path.node.ts';
import { differentWhole, isPart, type PartFile } from './part-file.ts';

export interface CollectedParts {
  readonly parts: number;
  readonly rows: number;
  readonly failed: number;
}

interface FoundPart {
  readonly path: string;
  readonly file: PartFile;
}

/**
 * Joins the parts of `output`, which lie beside it. Throws DataError if parts are missing, damaged, of several divisions or of different
 * predictions; ConfigError if the output exists and must not be overwritten.
 */
export async function collectParts(output: string, { overwrite = false } = {}): Promise<CollectedParts> {
  await refuseUnwanted({ input: '', output, overwrite });
  const count = await countOf(output);
  const parts = await wholeParts(output, count);
  for (const part of parts) await requireSame(part, parts[0]!);
  const [first] = parts;
  const firstHeader = await startOf(first!.path, first!.file.headerBytes);
  await replaceWhole(output, async (temporaryPath) => {
    const joined = await open(temporaryPath, 'w');
    try {
      for (const [index, { path, file }] of parts.entries()) {
        const header = await startOf(path, file.headerBytes);
        if (!header.equals(firstHeader)) throw damaged(path, 'it has other columns than the first part');
        const start = index === 0 ? 0 : header.length;
        for await (const block of createReadStream(path, { start })) await joined.writeFile(block);
      }
      await joined.sync();
    } finally {
      await joined.close();
    }
  });
  const sum = (of: (file: PartFile) => number): number => parts.reduce((total, { file }) => total + of(file), 0);
  return { parts: count, rows: sum(({ rows }) => rows), failed: sum(({ failed }) => failed) };
}

/** Into how many parts the output was divided, by the names beside it. */
async function countOf(output: string): Promise<number> {
  const names = await readdir(dirname(output)).catch((): string[] => []);
  const counts = new Set<number>();
  for (const name of names) {
    const [, index, count] = /\.part-(\d{5,})-of-(\d{5,})(?:\.[^.]*)?$/.exec(name) ?? [];
    if (index === undefined) continue;
    const part: Part = { index: Number(index), count: Number(count) };
    if (basename(partPath(output, part)) === name) counts.add(part.count);
  }
  const [count, ...others] = [...counts];
  if (count === undefined) {
    throw new DataError({
      code: 'parts-missing',
      what: 'no part of it lies beside it',
      where: output,
      advice:
        'Name the output, as given to graphsam predict: the parts of scored.csv are scored.part-00001-of-00016.csv and so on.',
    });
  }
  if (others.length === 0) return count;
  throw new DataError({
    code: 'parts-mixed',
    what: `it was divided in several ways: into ${[...counts].toSorted((left, right) => left - right).join(' and ')} parts`,
    where: output,
    advice: 'Delete the parts of all divisions but one.',
  });
}

async function wholeParts(output: string, count: number): Promise<FoundPart[]> {
  const found: FoundPart[] = [];
  const missing: number[] = [];
  for (let index = 1; index <= count; index++) {
    const path = partPath(output, { index, count });
    const file = await readPart(path);
    if (!file) missing.push(index);
    else if (isPart(file, { index, count })) found.push({ path, file });
    else throw damaged(path, `it is part ${file.part} of ${file.parts}`);
  }
  if (missing.length === 0) return found;
  throw new DataError({
    code: 'parts-missing',
    what: `${missing.length} of ${count} parts are missing or not finished: ${listed(missing)}`,
    where: output,
    advice: 'Send these jobs again.',
    details: { missing },
  });
}

async function requireSame({ path, file }: FoundPart, first: FoundPart): Promise<void> {
  const difference = differentWhole(first.file.of, file.of);
  if (difference !== undefined) {
    throw new DataError({
      code: 'parts-mixed',
      what: `it was made with ${difference} than ${basename(first.path)}`,
      where: path,
      advice: 'Predict it again.',
    });
  }
  if (!(await isIntact(path, file))) throw damaged(path, 'it was changed since it was written');
}

async function startOf(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    return (await file.read(Buffer.alloc(bytes), 0, bytes, 0)).buffer;
  } finally {
    await file.close();
  }
}

function damaged(path: string, what: string): DataError {
  return new DataError({ code: 'part-damaged', what, where: path, advice: 'Predict this part again.' });
}

/** 3, 5 to 7 and 12; never a list of thousands. */
function listed(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(', ');
  return numbers.length > 10 ? `${shown} and ${numbers.length - 10} more` : shown;
}
