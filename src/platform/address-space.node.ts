/**
 * Limits of the address space (`ulimit -v`, some clusters). V8 reserves far more of it than it uses: 10 GB for each WebAssembly memory, and
 * room for the code of each thread; where it gets none it ends the process, and nothing can be caught. So it is looked at before.
 */
import { readFileSync } from 'node:fs';
import { formatBytes, MachineError } from '../base/index.ts';

/** RDKit in two threads, found by trying: `predict` and `train` with one thread end below, and work with this. */
const neededBytes = 24e9;
/** Where V8 reserves nothing around WebAssembly's memories. */
const neededWithoutGuards = 12e9;
const flag = '--disable-wasm-trap-handler';

/** Throws MachineError where a thread would end the process for lack of address space. limits: the text of /proc/self/limits. */
export function requireAddressSpace(limits: string | undefined = readLimits(), flags = nodeFlags()): void {
  const [, soft] = /^Max address space +(\d+|unlimited)/m.exec(limits ?? '') ?? [];
  const limit = Number(soft ?? Number.NaN);
  if (!(limit < (flags.includes(flag) ? neededWithoutGuards : neededBytes))) return;
  const retry = limit >= neededWithoutGuards ? `, or set NODE_OPTIONS=${flag} (Node 20.15 or newer)` : '';
  throw new MachineError({
    code: 'memory-short',
    what: `the address space is limited to ${formatBytes(limit)}, and ${formatBytes(neededBytes)} are needed: WebAssembly reserves far more than it uses`,
    where: 'ulimit -v',
    advice: `Raise the limit (ulimit -v unlimited)${retry}. To limit the memory itself, use a control group or your queue's setting.`,
  });
}

function readLimits(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // Only Linux has it.
    return undefined;
  }
}

function nodeFlags(): string {
  return [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ');
}
