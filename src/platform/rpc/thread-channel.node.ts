/** The channel to a module in a thread of its own, in Node. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { Channel } from './channel.ts';

/** url: of the compiled module whose exported functions are served. */
export function openThread(url: URL): Channel {
  // One environment: libraries that a thread loads read that of the process.
  const program = new URL('./thread-worker.node.js', import.meta.url);
  const worker = new Worker(program, { workerData: url.href, env: SHARE_ENV });
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
