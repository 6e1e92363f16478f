/** Why a training failed: NAME.failed.json beside its run folder, until it is begun again. Only those who watch read it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GraphsamError } from '../../base/index.ts';
import { disk, writeWhole } from '../../platform/index.node.ts';

const failureSchema = z.object({ what: z.string(), where: z.string().optional(), code: z.string().optional() });
export type Failure = Readonly<z.infer<typeof failureSchema>>;

const fileOf = (runFolder: string): string => `${runFolder}.failed.json`;

/** Where it cannot be written, for instance on a full disk, only the process that trains reports the failure. */
export async function writeFailure(runFolder: string, error: unknown): Promise<void> {
  const { what, where, code } = error instanceof GraphsamError ? error : { what: messageOf(error) };
  await writeWhole(fileOf(runFolder), `${JSON.stringify({ what, where, code })}\n`).catch(() => {});
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export async function forgetFailure(runFolder: string): Promise<void> {
  if (existsSync(fileOf(runFolder))) await disk.remove(fileOf(runFolder)).catch(() => {});
}

export async function readFailure(runFolder: string): Promise<Failure | undefined> {
  try {
    return failureSchema.parse(JSON.parse(await readFile(fileOf(runFolder), 'utf8')));
  } catch {
    return undefined;
  }
}
