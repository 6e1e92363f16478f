/**
 * A stream between two that do not keep step: what its reader does not take yet lies in a temporary file. A client that sends all of
 * a table before it reads any of the answer would otherwise wait for a service that waits for the client.
 */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pieceBytes = 1 << 18;

/** Reads the source at its own pace; yields the same bytes at the reader's. Throws what the source throws, after what came before. */
export async function* spooled(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const path = join(tmpdir(), `graphsam-table-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  let [written, read] = [0, 0];
  let end: { readonly error?: unknown } | undefined;
  let isLeft = false;
  let wake = (): void => {};
  const pump = (async () => {
    try {
      for await (const piece of source) {
        if (isLeft) break;
        await file.write(piece, 0, piece.length, written);
        written += piece.length;
        wake();
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    wake();
  })();
  try {
    for (;;) {
      if (read < written) {
        const piece = new Uint8Array(Math.min(pieceBytes, written - read));
        const { bytesRead } = await file.read(piece, 0, piece.length, read);
        read += bytesRead;
        yield piece.subarray(0, bytesRead);
      } else if (end) {
        if ('error' in end) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (read < written || end) resolve();
        });
      }
    }
  } finally {
    isLeft = true;
    void pump.finally(() => file.close()).finally(() => rm(path, { force: true }));
  }
}
