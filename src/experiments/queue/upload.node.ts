/**
 * Run folders on their way through Redis, where worker and asker share no folder. The files lie there in pieces until the asker takes
 * them, or for a week.
 */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { lockFileName, replaceWhole, writeWhole } from '../../platform/index.node.ts';
import { runFiles } from '../../runs/index.ts';

/** Well below what one answer of Redis may be, and what a slow line carries within its patience. */
const pieceBytes = 4 * 2 ** 20;
const keptSeconds = 7 * 24 * 3600;

interface SentFile {
  readonly path: string;
  readonly bytes: number;
}

interface Manifest {
  readonly files: readonly SentFile[];
}

function keyOf(id: string): string {
  return `graphsam:upload:${id}`;
}

/** Names of the pieces of a file, in their order. */
function piecesOf({ path, bytes }: SentFile): string[] {
  return Array.from({ length: Math.ceil(bytes / pieceBytes) }, (_, index) => `${index}:${path}`);
}

/** All but the checkpoint and the lock. */
export async function upload(redis: Redis, id: string, folder: string): Promise<void> {
  const key = keyOf(id);
  await redis.del(key);
  const files: SentFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || [runFiles.checkpoint, lockFileName].some((name) => name === entry.name)) continue;
    const full = join(entry.parentPath, entry.name);
    const path = full.slice(folder.length + 1).replaceAll('\\', '/');
    files.push({ path, bytes: (await stat(full)).size });
    await uploadFile(redis, { key, path, full });
  }
  await redis.hset(key, 'manifest', JSON.stringify({ files } satisfies Manifest));
}

async function uploadFile(redis: Redis, { key, path, full }: Record<'key' | 'path' | 'full', string>): Promise<void> {
  const content = await readFile(full);
  for (const [index, piece] of piecesOf({ path, bytes: content.length }).entries()) {
    await redis.hset(key, piece, content.subarray(index * pieceBytes, (index + 1) * pieceBytes));
    // Each time, since a worker may die before the last one.
    await redis.expire(key, keptSeconds);
  }
}

/** Writes the files into the folder, run.json last; then Redis forgets them. Returns false, and writes nothing, if they are not all there. */
export async function download(redis: Redis, id: string, folder: string): Promise<boolean> {
  const key = keyOf(id);
  const text = await redis.hget(key, 'manifest');
  if (text === null) return false;
  const { files } = JSON.parse(text) as Manifest;
  if (!files.every(({ path }) => isInside(path))) return false;
  const there = new Set(await redis.hkeys(key));
  if (!files.every((file) => piecesOf(file).every((piece) => there.has(piece)))) return false;
  const last = ({ path }: { path: string }): number => Number(path.endsWith(runFiles.run));
  for (const { path, bytes } of [...files].sort((one, other) => last(one) - last(other))) {
    const target = join(folder, path);
    if (bytes === 0) await writeWhole(target, '');
    else await replaceWhole(target, (temporary) => downloadFile(redis, { key, path, bytes, temporary }));
  }
  await redis.del(key);
  return true;
}

interface Download extends SentFile {
  readonly key: string;
  readonly temporary: string;
}

async function downloadFile(redis: Redis, { key, path, bytes, temporary }: Download): Promise<void> {
  const file = await open(temporary, 'w');
  try {
    for (const piece of piecesOf({ path, bytes })) {
      const content = await redis.hgetBuffer(key, piece);
      if (content === null) throw new Error(`a piece of ${path} is no longer in Redis`);
      await file.writeFile(content);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Nothing that a folder sends may go beside it. */
function isInside(path: string): boolean {
  return !path.startsWith('/') && !/^[a-z]:|\\/i.test(path) && !path.split('/').includes('..');
}
