/** The channel to a module in a process of its own: a crash there, or memory that runs out, ends that process only. */
import { fork } from 'node:child_process';
import type { Channel, PeerEnd } from './channel.ts';

/** Characters of standard error that are kept. */
const stderrKept = 2000;

/** url: of the compiled module whose exported functions are served. */
export function openProcess(url: URL): Channel {
  const entry = new URL('./process-worker.node.js', import.meta.url);
  // Advanced: typed arrays arrive as such, which JSON would not do.
  const child = fork(entry, [url.href], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  let stderrTail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = `${stderrTail}${text}`.slice(-stderrKept);
  });
  // Not the event `close`: Node leaves it out where the parent has disconnected.
  const exited = new Promise<PeerEnd>((resolve) => {
    child.once('exit', async (code, killedBy) => {
      if (child.stderr && !child.stderr.closed) await new Promise((read) => child.stderr?.once('close', read));
      resolve({ how: killedBy ?? `exit code ${code}`, exitCode: code ?? undefined, stderrTail: stderrTail.trim() });
    });
  });
  return {
    sharesMemory: false,
    post: (message) => void (child.connected && child.send(message as object)),
    listen: ({ onMessage, onEnd }) => {
      child.on('message', onMessage);
      child.on('error', (cause) => onEnd({ how: cause.message, cause }));
      void exited.then(onEnd);
    },
    /** A process that has lost its parent stops what it does, saves, and ends. */
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
