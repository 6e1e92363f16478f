/** Counts what a piece of work asks of the file system: each call of node:fs and node:fs/promises is one, whoever makes it. */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const counted = [
  'access',
  'link',
  'mkdir',
  'open',
  'readdir',
  'readFile',
  'rename',
  'rm',
  'stat',
  'writeFile',
] as const;

/** Calls by their names. */
export async function fileOperationsOf(work: () => Promise<unknown>): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  const count = (name: string): void => void calls.set(name, (calls.get(name) ?? 0) + 1);
  const undo = [watch(promises, counted, count), watch(fs, ['existsSync'], count)];
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const each of undo) each();
    syncBuiltinESMExports();
  }
  return calls;
}

function watch(module: object, names: readonly string[], count: (name: string) => void): () => void {
  const functions = module as Record<string, (...args: unknown[]) => unknown>;
  const before = names.map((name) => [name, functions[name]!] as const);
  for (const [name, original] of before) {
    functions[name] = (...args) => {
      count(name);
      return original(...args);
    };
  }
  return () => {
    for (const [name, original] of before) functions[name] = original;
  };
}
