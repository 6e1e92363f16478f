/** The channel to a module in a thread of its own, in Node. */
import { Worker } from 'node:worker_threads';
import type { Channel } from './channel.ts';

/** url: of the compiled module whose exported functions are served. */
export function openThread(url: URL): Channel {
  const worker = new Worker(new URL('./thread-worker.node.js', import.meta.url), { workerData: url.href });
  return {
    sharesMemory: true,
    post: (message, transfer = []) => worker.postMessage(message, transfer as ArrayBuffer[]),
    listen: ({ onMessage, onEnd }) => {
      worker.on('message', onMessage);
      worker.on('error', (cause) => onEnd({ how: cause.message, cause }));
      worker.on('messageerror', (cause) => onEnd({ how: 'its answer cannot be copied', cause }));
      worker.on('exit', (exitCode) => onEnd({ how: `exit code ${exitCode}`, exitCode }));
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
