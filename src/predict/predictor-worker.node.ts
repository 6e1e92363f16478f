/** The thread's side of predictor-pool.node.ts: loads the model once, then answers lists of structures until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { packError } from '../platform/index.ts';
import type { PoolAnswer, PoolQuestion, PoolSetup } from './pool-messages.ts';
import type { LoadPredictor } from './predictor.ts';

const { moduleUrl, model, options }: PoolSetup = workerData;
const port = parentPort!;
const send = (answer: PoolAnswer): void => port.postMessage(answer);

try {
  const { loadPredictor }: { loadPredictor: LoadPredictor } = await import(moduleUrl);
  const predictor = await loadPredictor(new Uint8Array(model).slice(), options);
  port.on('message', async (question: PoolQuestion | 'close') => {
    if (question === 'close') return port.close();
    const { id, structures } = question;
    try {
      send({ kind: 'predictions', id, predictions: await predictor.predict(structures) });
    } catch (error) {
      send({ kind: 'failed', id, error: packError(error) });
    }
  });
  send({ kind: 'ready', warnings: predictor.warnings ?? [] });
} catch (error) {
  send({ kind: 'not ready', error: packError(error) });
  port.close();
}
