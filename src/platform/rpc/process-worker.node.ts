/**
 * What a process of openProcess begins with: serves the functions of the module that it is given. It obeys the process that began it and nothing else:
 * Ctrl-C, which a terminal sends to all processes at once, is left to the parent, which asks it to stop.
 */
import type { Channel } from './channel.ts';
import { serve } from './serve.ts';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const toParent: Channel = {
  sharesMemory: false,
  post: (message) => void (process.connected && process.send?.(message)),
  listen: ({ onMessage, onEnd }) => {
    process.on('message', onMessage);
    process.on('disconnect', () => onEnd({ how: 'the parent is gone' }));
  },
  close: async () => process.exit(0),
};

serve(toParent, await import(process.argv[2]!));
