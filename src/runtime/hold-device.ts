/**
 * One user of a GPU at a time in a process: two threads that compute on it at once end the process (devices.ts). Kept by the thread that
 * starts the work of others, which for programs and the command line is the first.
 */
import { MachineError } from '../base/index.ts';
import { type Backend, devices } from './devices.ts';

/** What holds each device, in words. */
const holders = new Map<Backend, string>();

/**
 * Takes the device for `work`, in words for messages, until the function that it returns is called; of devices that any number of threads
 * may use, it takes nothing. Throws MachineError (`device-busy`) where it is taken.
 */
export function holdDevice(backend: Backend | undefined, work: string): () => void {
  if (backend === undefined || devices[backend].threadsAtOnce > 1) return () => {};
  const holder = holders.get(backend);
  if (holder !== undefined) {
    throw new MachineError({
      code: 'device-busy',
      path: ['machine', 'backend'],
      what: `${devices[backend].summary} serves one thread of a process at a time, and ${holder} of this process holds it`,
      where: work,
      advice: 'Wait for its end, start this one in another process, or compute on the CPU.',
    });
  }
  holders.set(backend, work);
  return () => {
    if (holders.get(backend) === work) holders.delete(backend);
  };
}

/** Holds the device while `act` is under way. */
export async function onDevice<Result>(
  backend: Backend | undefined,
  work: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const release = holdDevice(backend, work);
  try {
    return await act();
  } finally {
    release();
  }
}
