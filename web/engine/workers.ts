/**
 * The workers of the page, and how each is called. Vite finds the file of a worker only where `new Worker(new URL(...))` is written out,
 * so all of them are here.
 */
import { Client, MachineError, type PeerEnd, portChannel } from '../../src/index.web.ts';

export type UtilityClient = Client<typeof import('./utility/utility-worker.ts').handlers>;
export type PredictionClient = Client<typeof import('./predicting/prediction-worker.ts').handlers>;
export type InchiClient = Client<typeof import('./inchi/inchi-worker.ts').handlers>;
/** Either of the two that know runs. */
export type RunClient = Client<typeof import('./storage/run-calls.ts').runCalls>;
export type TrainingClient = Client<typeof import('./training/training-worker.ts').handlers>;

/** Each starts its worker with the first call, and again with the first call after it broke down. */
export function utilityClient(): UtilityClient {
  return clientOf(
    () => new Worker(new URL('./utility/utility-worker.ts', import.meta.url), { type: 'module', name: 'utility' }),
  );
}

export function predictionClient(): PredictionClient {
  return clientOf(
    () =>
      new Worker(new URL('./predicting/prediction-worker.ts', import.meta.url), { type: 'module', name: 'prediction' }),
  );
}

/** Its worker is a file that is fetched with the first InChI only. */
export function inchiClient(): InchiClient {
  return clientOf(
    () => new Worker(new URL('./inchi/inchi-worker.ts', import.meta.url), { type: 'module', name: 'inchi' }),
  );
}

export function trainingClient(name: string): TrainingClient {
  return clientOf(
    () => new Worker(new URL('./training/training-worker.ts', import.meta.url), { type: 'module', name }),
  );
}

function clientOf<Handlers>(start: () => Worker): Client<Handlers> {
  return new Client(() => portChannel(start()), { onPeerEnd: brokenWorker, reopen: true });
}

function brokenWorker({ how }: PeerEnd): MachineError {
  return new MachineError({
    what: `a worker of the page broke down${how ? ` (${how})` : ''}`,
    advice:
      'Reload the page; runs continue from their last epoch. If it happens again, the machine may be short of memory.',
  });
}
