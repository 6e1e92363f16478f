/** InChI that is being read: what reads it is fetched with the first one. */
import { signal } from '@preact/signals';
import type { InchiReading } from '../../engine/protocol.ts';
import { engine } from './engine.ts';

interface InchiProgress {
  /** Undefined while what reads them is loaded. */
  readonly read: number | undefined;
  readonly total: number;
  readonly cancel: () => void;
}

export const inchiProgress = signal<InchiProgress | undefined>(undefined);

/** By the texts. Rejects with AbortError once it is cancelled. */
export async function readInchi(texts: readonly string[]): Promise<ReadonlyMap<string, InchiReading>> {
  if (texts.length === 0) return new Map();
  const abort = new AbortController();
  const { signal } = abort;
  const cancel = (): void => abort.abort();
  const isPresent = (): boolean => inchiProgress.peek()?.cancel === cancel;
  const show = (read: number | undefined): void => {
    inchiProgress.value = { read, total: texts.length, cancel };
  };
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  show(undefined);
  try {
    const onProgress = (read: number): void => (isPresent() ? show(read) : undefined);
    const readings = await Promise.race([engine().readInchi(texts, { signal, onProgress }), cancelled]);
    return new Map(texts.map((text, index) => [text, readings[index]!]));
  } finally {
    if (isPresent()) inchiProgress.value = undefined;
  }
}
