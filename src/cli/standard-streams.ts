/** `-` in place of a file: a table from standard input, predictions to standard output. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError, type ErrorDetails, GraphsamError } from '../base/index.ts';
import { asMachineError, asTemporaryRefusal, disk, temporaryFolder } from '../platform/index.node.ts';
import { byTheirNames, type NamedFile } from './named-files.ts';
import type { Output } from './output.ts';

export const dash = '-';

/** Where a command reads and writes, when its user has named files or `-`. */
export interface StreamedPaths {
  readonly table: string;
  readonly path: string;
  /** The file is a copy of what goes to standard output. */
  readonly isSent: boolean;
}

/**
 * Runs the work on a table that may be `-`, or was spooled before, into a file that may be `-`. output: words; with results on standard output
 * nothing else goes there.
 */
export async function withStreams(
  { table, target, spooled }: { table: string; target: string; spooled?: SpooledTable | undefined },
  output: Output,
  work: (paths: StreamedPaths, words: Output) => Promise<void>,
): Promise<void> {
  const read = spooled ?? (table === dash ? await spoolStandardInput() : undefined);
  const sent = target === dash ? await spoolStandardOutput() : undefined;
  await withSpooled([read, sent], async () => {
    const paths = { table: read?.path ?? table, path: sent?.path ?? target, isSent: sent !== undefined };
    const words = output.naming([read, sent]);
    await work(paths, sent ? words.withoutStandardOutput() : words);
    await sent?.send();
  });
}

/** Bytes that tell an SDF from other tables. */
const headBytes = 4096;

/** A temporary file with the content of what was given. */
export interface SpooledTable extends NamedFile {
  /** Removes it. */
  remove(): Promise<void>;
}

/** Runs the work; its errors name what was given, and not the temporary files. Removes these at the end. */
export async function withSpooled<T>(given: readonly (SpooledTable | undefined)[], work: () => Promise<T>): Promise<T> {
  const spooled = given.filter((each) => each !== undefined);
  try {
    return await work();
  } catch (error) {
    throw error instanceof GraphsamError ? renamed(error, spooled) : error;
  } finally {
    await Promise.all(spooled.map((each) => each.remove()));
  }
}

function renamed(error: GraphsamError, spooled: readonly SpooledTable[]): GraphsamError {
  const inText = (text: string): string => byTheirNames(text, spooled);
  const SameClass = error.constructor as new (given: ErrorDetails) => GraphsamError;
  return new SameClass({
    code: error.code,
    what: inText(error.what),
    cause: error.cause,
    ...(error.path && { path: error.path }),
    ...(error.details && { details: error.details }),
    ...(error.where !== undefined && { where: inText(error.where) }),
    ...(error.advice !== undefined && { advice: inText(error.advice) }),
  });
}

/** Standard input as a file of its own, since tables are read twice and know their size; its ending tells the format. */
export async function spoolStandardInput(): Promise<SpooledTable> {
  const folder = await temporaryFolder('stdin');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return { path: await writeInput(join(folder, 'standard-input')), name: 'standard input', remove };
  } catch (error) {
    await remove();
    throw asTemporaryRefusal(error);
  }
}

/** Standard input kept for good, under the first name that is free. Returns the path: stem, a number if it needs one, ending of the format. */
export async function keepStandardInput(stem: string): Promise<string> {
  await disk.makeFolder(dirname(stem));
  const temporaryStem = `${stem}.${process.pid}.partial`;
  try {
    const written = await writeInput(temporaryStem);
    const path = await claimedName(stem, extname(written));
    await disk.rename(written, path);
    return path;
  } catch (error) {
    await disk.remove(temporaryStem);
    throw (error as NodeJS.ErrnoException).syscall === 'read' ? error : asMachineError(error, stem);
  }
}

/** An empty file of the first name that is free keeps others from it. */
async function claimedName(stem: string, ending: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = `${stem}${number === 1 ? '' : `-${number}`}${ending}`;
    try {
      await disk.write(path, '', { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asMachineError(error, path);
    }
  }
}

async function writeInput(stem: string): Promise<string> {
  if (process.stdin.isTTY) {
    throw new ConfigError({
      code: 'missing-argument',
      what: 'a table is to come from standard input, and nothing is piped into it',
      where: dash,
      advice: 'For instance: cat molecules.csv | graphsam predict runs/first -',
    });
  }
  await pipeline(process.stdin, createWriteStream(stem));
  const path = `${stem}${(await isSdf(stem)) ? '.sdf' : '.csv'}`;
  await rename(stem, path);
  return path;
}

async function isSdf(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return /^(.*\r?\n){3}.*V[23]000/.test(new TextDecoder('latin1').decode(buffer.subarray(0, bytesRead)));
  } finally {
    await file.close();
  }
}

/** A path for what goes to standard output once it is whole. */
async function spoolStandardOutput(): Promise<SpooledTable & { send(): Promise<void> }> {
  const folder = await temporaryFolder('stdout');
  const path = join(folder, 'predictions');
  return {
    path,
    name: 'standard output',
    remove: () => rm(folder, { recursive: true, force: true }),
    async send() {
      // What standard output refuses is told by outliveLostOutput, once; a reader may have closed the pipe (`| head`).
      await pipeline(createReadStream(path), process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
        if (error.syscall !== 'write') throw error;
      });
    },
  };
}
