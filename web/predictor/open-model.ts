/**
 * Where the model of a predictor's page computes: in a worker that is made from the page's own script, so that the page stays awake;
 * on the page's thread where a browser starts no worker for a file on a disk.
 */
import { Client, MachineError, type PeerEnd, type PortLike, portChannel, serve } from '../../src/index.web.ts';
import { modelCalls, type OpenedPredictor, type PackedParts } from './model-calls.ts';

type ModelClient = Client<ReturnType<typeof modelCalls>>;

interface OpenedModel {
  readonly client: ModelClient;
  readonly opened: OpenedPredictor;
}

/** script: the text of this page's script. */
export async function openModel(script: string, parts: PackedParts): Promise<OpenedModel> {
  const worker = startWorker(script);
  if (worker) {
    let hasEnded = false;
    const onPeerEnd = ({ how }: PeerEnd): MachineError => {
      hasEnded = true;
      return new MachineError({ what: `the worker of this page ended (${how})`, advice: 'Reload the page.' });
    };
    const client: ModelClient = new Client(() => portChannel(worker), { onPeerEnd });
    try {
      return { client, opened: await client.call('open', parts) };
    } catch (error) {
      // What is wrong with the model would be wrong on this thread too.
      if (!hasEnded) throw error;
    }
  }
  const { port1, port2 } = new MessageChannel();
  serveModel(port1);
  const onPeerEnd = (): MachineError => new MachineError({ what: 'the page was closed', advice: 'Reload it.' });
  const client: ModelClient = new Client(() => portChannel(port2), { onPeerEnd });
  return { client, opened: await client.call('open', parts) };
}

export function serveModel(port: PortLike): void {
  serve(portChannel(port), modelCalls());
}

/**
 * Undefined where the browser refuses one. Not a worker of type module: for a page from a disk Chromium fetches none. The function around
 * the script keeps its names apart from those of the worker, as a module would.
 */
function startWorker(script: string): Worker | undefined {
  const text = `(async () => { 'use strict';\n${script}\n})();`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } catch {
    return undefined;
  }
}
