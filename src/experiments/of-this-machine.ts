/** Errors that the next training would meet on this machine as well, and not on another one. */
import { MachineError } from '../base/index.ts';

const codes: readonly string[] = [
  'cannot-write',
  'system-refuses',
  'device-missing',
  'runtime-missing',
  'toolkit-failed',
];

/** For instance a full disk: who trains here one run after the other has to stop. */
export function isOfThisMachine(error: unknown): error is MachineError {
  return error instanceof MachineError && codes.includes(error.code);
}
