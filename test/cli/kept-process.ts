/** Command lines in processes that are kept for the next: a start, and loading what trains, would cost each of them a second. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Command, CommandOutcome } from './kept-process.test.helper.ts';

/** Idle ones, by the options that Node was started with. They end with this process. */
const idle = new Map<string, ChildProcess[]>();

/** Runs the command line in a process that runs no other meanwhile. */
export async function inKeptProcess(command: Command): Promise<CommandOutcome> {
  const options = command.env.NODE_OPTIONS ?? process.env.NODE_OPTIONS ?? '';
  const waiting = idle.get(options) ?? [];
  idle.set(options, waiting);
  const child = waiting.pop() ?? startKept(options);
  hold(child, true);
  const outcome = await answerOf(child, command);
  hold(child, false);
  waiting.push(child);
  return outcome;
}

function startKept(options: string): ChildProcess {
  const env = { ...process.env, NODE_OPTIONS: options };
  // The options of this process are those of the test runner.
  return fork(new URL('./kept-process.test.helper.js', import.meta.url), {
    env,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function answerOf(child: ChildProcess, command: Command): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`graphsam ${command.args.join(' ')}: its process ended with exit code ${code}`));
    child.once('exit', onExit);
    child.once('message', (outcome) => {
      child.off('exit', onExit);
      resolve(outcome as CommandOutcome);
    });
    child.send(command);
  });
}

/** A process that runs nothing keeps nobody waiting. */
function hold(child: ChildProcess, isBusy: boolean): void {
  if (isBusy) {
    child.ref();
    child.channel!.ref();
  } else {
    child.unref();
    child.channel!.unref();
  }
}
