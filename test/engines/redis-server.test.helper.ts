/** A Redis on this machine for one test: on a free port, with every change on disk before it is confirmed (appendonly). */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { folderWith, type Running, start } from '../cli/command-line.ts';
import { freePorts } from './free-ports.test.helper.ts';
import { atEnd, until } from './small-grid.test.helper.ts';

const program = '/usr/bin/redis-server';

export interface RedisServer {
  readonly url: string;
  end(): Promise<unknown>;
  /** Ended at once, and begun again with what is on its disk. */
  restart(): Promise<void>;
}

export function missingForRedis(): string | undefined {
  return existsSync(program) ? undefined : `needs ${program} (Debian's redis-server)`;
}

export async function startRedis(context: TestContext): Promise<RedisServer> {
  const folder = folderWith(context);
  const [port] = await freePorts(1);
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const safe = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  let server: ChildProcess;
  const begin = async (): Promise<void> => {
    server = spawn(program, [...options, ...safe], { stdio: 'ignore' });
    let isUp = false;
    const knock = (): boolean => {
      const socket = connect({ port: port!, host: '127.0.0.1' }, () => {
        isUp = true;
        socket.destroy();
      });
      socket.on('error', () => {});
      return isUp;
    };
    await until(knock, 20, () => `redis-server ended with ${server.exitCode}`);
  };
  const end = (): Promise<unknown> => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    return ended;
  };
  await begin();
  atEnd(context, () => server.kill('SIGKILL'));
  const restart = async (): Promise<void> => {
    await end();
    await begin();
  };
  return { url: `redis://127.0.0.1:${port}`, end, restart };
}

export interface WorkerSetup {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly options?: readonly string[];
}

/** A worker with one thread; killed after the test. */
export function startWorker(context: TestContext, url: string, { folder, env, options = [] }: WorkerSetup): Running {
  const running = start(['worker', '--redis', url, '--threads', '1', ...options], folder, env);
  atEnd(context, () => running.process.kill('SIGKILL'));
  return running;
}
