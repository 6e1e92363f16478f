/** Exit codes: what went wrong, for scripts. */
import {
  CheckpointError,
  ConfigError,
  DataError,
  type GraphsamError,
  MachineError,
  RunError,
  ShapeError,
} from '../base/index.ts';

export const exitCodes = {
  success: 0,
  run: 1,
  usage: 2,
  data: 3,
  modelFile: 4,
  machine: 5,
  interrupted: 130,
} as const;

type ErrorClass = new (...args: never[]) => GraphsamError;

const codesOfErrors: readonly (readonly [ErrorClass, number])[] = [
  [ConfigError, exitCodes.usage],
  [DataError, exitCodes.data],
  [CheckpointError, exitCodes.modelFile],
  [MachineError, exitCodes.machine],
  [RunError, exitCodes.run],
  [ShapeError, exitCodes.run],
];

/** 1 for anything that is not listed: a defect of graphsam. */
export function exitCodeOf(error: unknown): number {
  return codesOfErrors.find(([kind]) => error instanceof kind)?.[1] ?? exitCodes.run;
}
