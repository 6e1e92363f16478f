/** Channels over what has the shape of a message port: MessagePort, a web Worker, and the scope inside a worker. */
import type { Channel } from './channel.ts';

/** What is used of them. */
export interface PortLike {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener?(type: string, listener: (event: Event) => void): void;
  close?(): void;
  terminate?(): void;
}

export function portChannel(port: PortLike): Channel {
  const close = async (): Promise<void> => {
    if (port.terminate) port.terminate();
    else port.close?.();
  };
  return {
    // A page has shared memory only where it is isolated from other origins; Node, which lacks this property, always has.
    sharesMemory: globalThis.crossOriginIsolated !== false,
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen: ({ onMessage, onEnd }) => {
      port.onmessage = ({ data }) => onMessage(data);
      port.addEventListener?.('messageerror', () => onEnd({ how: 'a message cannot be copied' }));
      port.addEventListener?.('close', () => onEnd({ how: 'the channel was closed' }));
      // Only who started a worker listens for its errors: the worker's own scope would keep them from it.
      if (!port.terminate) return;
      port.addEventListener?.('error', (event) => {
        event.preventDefault();
        void close();
        onEnd({ how: (event as ErrorEvent).message ?? '' });
      });
    },
    close,
  };
}
