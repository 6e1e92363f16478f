/**
 * A process that runs one command line after another, as command-line.ts asks: what each would load and compile anew is loaded once. A command
 * gets its folder, its environment and its output for itself. Its jobs run in this thread, over ports that copy messages as between threads.
 */
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import workerThreads, { MessageChannel, type MessagePort, type WorkerOptions } from 'node:worker_threads';
import { runCommand } from '../../src/cli/run-command.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { type PortLike, portChannel } from '../../src/platform/rpc/port-channel.ts';
import { serve } from '../../src/platform/rpc/serve.ts';

// What a command writes into scripts that start it again.
process.argv[1] = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const { Worker } = workerThreads;

/** What thread-channel.node.ts uses of a Worker. */
class JobHere extends EventEmitter {
  readonly #port: MessagePort;

  constructor(module: string) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message) => this.emit('message', message));
    port1.on('messageerror', (error) => this.emit('messageerror', error));
    import(module).then(
      (handlers) => serve(portChannel(port2 as unknown as PortLike), handlers),
      (error) => this.emit('error', error),
    );
  }

  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void {
    this.#port.postMessage(message, transfer);
  }

  async terminate(): Promise<number> {
    this.#port.close();
    return 0;
  }
}

Object.assign(workerThreads, {
  Worker: function open(file: URL, options: WorkerOptions): object {
    const isJob = file.pathname.endsWith('/thread-worker.node.js');
    return isJob ? new JobHere(options.workerData) : new Worker(file, options);
  },
});
syncBuiltinESMExports();

/** Everything that is written until `end`, which gives it back. */
function capture(stream: NodeJS.WriteStream): { end(): string } {
  const { write } = stream;
  const parts: string[] = [];
  stream.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    parts.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const written = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    if (written) process.nextTick(written);
    return true;
  }) as typeof write;
  return {
    end: () => {
      stream.write = write;
      // Each command line listens for readers that go away.
      stream.removeAllListeners('error');
      return parts.join('');
    },
  };
}

async function run({ args, cwd, env }: Command): Promise<CommandOutcome> {
  const before = { ...process.env };
  process.chdir(cwd);
  Object.assign(process.env, env);
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const code = await runCommand(args).catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    return 1;
  });
  for (const name of Object.keys(env)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  process.chdir('/');
  return { code, stdout: stdout.end(), stderr: stderr.end() };
}

process.on('message', (command: Command) => void run(command).then((outcome) => process.send!(outcome)));
process.on('disconnect', () => process.exit());
