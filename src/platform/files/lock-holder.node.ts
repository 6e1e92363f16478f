/** Who holds a lock: a process of one machine, recognized again by its number and its start; of other machines only signs of life are seen. */
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from './process-alive.node.ts';

export interface Holder {
  readonly pid: number;
  /** For messages. */
  readonly host: string;
  /** Start of the machine and the space of its process numbers: two machines (or containers) may share a name. Undefined: graphsam 0.1.0. */
  readonly machine?: string | undefined;
  /** From /proc; undefined where the system has none. */
  readonly processStart?: string | undefined;
  /** Without a sign of life for so long, other machines take the lock over. Undefined: never. */
  readonly leaseMs?: number | undefined;
  /** Tells this lock from any other. */
  readonly id: string;
}

/** Name of this machine in locks. GRAPHSAM_HOST gives another one. */
export function hostName(): string {
  return process.env.GRAPHSAM_HOST ?? hostname();
}

/** Equal in processes that see each other's numbers, and in no others. */
export function machineName(): string {
  return [hostName(), bootOf(), processSpace()].join(' ');
}

/** Some letters of it, for names of files. */
export function machineTag(): string {
  return createHash('sha256').update(machineName()).digest('hex').slice(0, 8);
}

/** Whether the process that holds a lock runs on this machine; undefined: it is on another one, and nothing can be known of it. */
export function runsHere({ pid, host, machine, processStart }: Holder): boolean | undefined {
  if (machine === undefined ? host !== hostName() : machine !== machineName()) return undefined;
  if (!isAlive(pid)) return false;
  const start = startOf(pid);
  return start === undefined || processStart === undefined || start === processStart;
}

/** Boot of the machine and start of the process after it, in the kernel's ticks. */
export function startOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may hold blanks; the start is field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return `${bootOf()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

export function parseHolder(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Holder;
    return Number.isInteger(holder?.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
