/** Reads InChI one by one in a worker that is replaced where one of them takes too long. */
import type { InchiReading } from '../protocol.ts';

/** The worker, as far as it is called. */
interface Reader {
  call(method: 'prepare', input: undefined): Promise<void>;
  call(method: 'read', input: { readonly inchi: string }): Promise<InchiReading>;
  terminate(): void;
}

export interface InchiHooks {
  /** How many are read; with 0 as soon as reading begins, after the reader was loaded. */
  readonly onProgress?: (read: number) => void;
  readonly signal?: AbortSignal;
}

interface InchiReaderOptions {
  readonly open: () => Reader;
  /** Puts mobile hydrogens where chemists write them; undefined for what the models' toolkit cannot read. */
  readonly usual: (smiles: string) => Promise<string | undefined>;
  /** Milliseconds for one InChI. The slowest of 529 medicines took 2 seconds. */
  readonly patienceMs?: number;
}

export class InchiReader {
  readonly #options: InchiReaderOptions;
  #reader: Reader | undefined;

  constructor(options: InchiReaderOptions) {
    this.#options = options;
  }

  /** In the order of the texts. Rejects where the reader cannot be loaded. */
  async read(texts: readonly string[], { onProgress, signal }: InchiHooks = {}): Promise<InchiReading[]> {
    const readings: InchiReading[] = [];
    for (const inchi of texts) {
      await this.#opened().call('prepare', undefined);
      signal?.throwIfAborted();
      if (readings.length === 0) onProgress?.(0);
      const reading = await this.#readOne(inchi);
      readings.push(
        'smiles' in reading ? { smiles: (await this.#options.usual(reading.smiles)) ?? reading.smiles } : reading,
      );
      onProgress?.(readings.length);
    }
    return readings;
  }

  close(): void {
    this.#reader?.terminate();
    this.#reader = undefined;
  }

  #opened(): Reader {
    this.#reader ??= this.#options.open();
    return this.#reader;
  }

  async #readOne(inchi: string): Promise<InchiReading> {
    const { patienceMs = 20_000 } = this.#options;
    let timer: ReturnType<typeof setTimeout> | number | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    const answer = this.#opened().call('read', { inchi });
    const reading = await Promise.race([answer, late]).finally(() => clearTimeout(timer));
    if (reading) return reading;
    answer.catch(() => {});
    this.close();
    return { reason: `an InChI that takes longer than ${patienceMs / 1000} s to read` };
  }
}
