/** The server of the service: where it listens, and how its connections end. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { MachineError } from '../base/index.ts';
import { createApp } from './app.node.ts';
import type { Service } from './service.ts';

/** A connection that stands still, in either direction, is ended: a client that hangs holds nothing for longer. */
const idleMs = 120_000;
const headersMs = 15_000;

export async function listen(service: Service): Promise<{ server: Server; running: ReadonlyMap<Socket, number> }> {
  const { host, port } = service.options;
  const app = createApp(service);
  // A table may take hours to send: the time between two pieces of it is bounded, not the whole.
  const serverOptions = { requestTimeout: 0, headersTimeout: headersMs, keepAliveTimeout: 65_000 };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.timeout = idleMs;
  const running = runningRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new MachineError({
          code: 'cannot-listen',
          what: `the address cannot be listened on (${cause.code})`,
          where: `${host}:${port}`,
          advice: 'Take another port, or another address of this machine.',
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  return { server, running };
}

/** How often connections are looked at while the service ends. */
const drainLookMs = 50;

/** Resolves once all requests have ended, or their time is over. running: requests of each open connection. */
export async function drained(server: Server, running: ReadonlyMap<Socket, number>, seconds: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Node's closeIdleConnections leaves those on which nothing was asked yet.
  const endIdle = (): void => {
    for (const [socket, requests] of running) if (requests === 0) socket.destroy();
  };
  const late = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  const looking = setInterval(endIdle, drainLookMs);
  endIdle();
  await ended;
  clearTimeout(late);
  clearInterval(looking);
}

/** Counts the requests of each connection that is open. */
function runningRequests(server: Server): ReadonlyMap<Socket, number> {
  const running = new Map<Socket, number>();
  const count = (socket: Socket, by: number): void => {
    const requests = running.get(socket);
    if (requests !== undefined) running.set(socket, requests + by);
  };
  server.on('connection', (socket: Socket) => {
    running.set(socket, 0);
    socket.once('close', () => running.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  return running;
}
