/**
 * A stream between two that do not keep step: what its reader does not take yet lies in a temporary file. A client that sends all of
 * a table before it reads any of the answer would otherwise wait for a service that waits for the client.
 */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pieceBytes = 1 << 18;

/**
 * Reads the source at its own pace; yields the same bytes at the reader's. Throws what the source throws, after what came before.
 *
 * The file stays until the signal is aborted, which therefore must happen in the end, and not until the reader leaves: a reader that
 * refuses what it reads may drop the stream without ending it. From then on the signal's reason is thrown, and what the source still gives
 * is taken and lost, since a client reads its refusal only once it has sent everything.
 */
export async function* spooled(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const path = join(tmpdir(), `graphsam-table-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  let [written, read] = [0, 0];
  let end: { readonly error?: unknown } | undefined;
  let wake = (): void => {};
  const release = (): void => {
    wake();
    // Closing waits for what is being read or written.
    void file.close().finally(() => rm(path, { force: true }));
  };
  if (signal.aborted) release();
  else signal.addEventListener('abort', release, { once: true });
  void (async () => {
    try {
      for await (const piece of source) {
        if (signal.aborted) continue;
        // A disk that is nearly full takes a part, and refuses the rest only when asked again.
        for (let taken = 0; taken < piece.length; ) {
          const { bytesWritten } = await file.write(piece, taken, piece.length - taken, written);
          taken += bytesWritten;
          written += bytesWritten;
        }
        wake();
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    wake();
  })();
  for (;;) {
    signal.throwIfAborted();
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
        if (read < written || end || signal.aborted) resolve();
      });
    }
  }
}
