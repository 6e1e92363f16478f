/** Whether a device computes: a missing one is reported at the beginning, with what to do, and not by the first step. */
import { MachineError } from '../base/index.ts';
import { input, lower, tanh } from '../tensor/index.ts';
import type { Device } from './devices.ts';
import type { Runtime } from './program.ts';

interface Circumstances {
  /** What it was tried on. */
  readonly where: string;
  readonly advice: string;
}

/** Throws MachineError for a device that does not run one small program. */
export async function tryDevice(runtime: Runtime, { where, advice }: Circumstances): Promise<void> {
  const numbers = { type: 'float32', dims: [1], data: new Float32Array(1) } as const;
  const name = runtime.device.option;
  try {
    const program = await runtime.load(lower({ result: tanh(input('given', 'float32', [1])) }), { name });
    await program.run({ given: numbers });
    await program.release();
  } catch (cause) {
    throw deviceMissing(runtime.device, { where, advice, reason: reasonIn((cause as Error).message), cause });
  }
}

interface Missing extends Circumstances {
  readonly reason: string;
  readonly cause?: unknown;
}

export function deviceMissing({ summary }: Device, { reason, where, advice, cause }: Missing): MachineError {
  return new MachineError({
    code: 'device-missing',
    path: ['machine', 'backend'],
    what: `${summary} cannot be used here: ${reason}`,
    where,
    advice,
    cause,
  });
}

/** ONNX Runtime puts its own files and conditions before what it means. */
function reasonIn(message: string): string {
  return message.replace(/^.*?(?=Failed to |Could not |cannot open |No supported )/s, '').trim();
}
