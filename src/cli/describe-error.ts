/** An error as the user reads it: what, where, advice. Never a stack trace, unless GRAPHSAM_DEBUG=1 asks for it. */
import {
  GraphsamError,
  jsonPointer,
  MachineError,
  memoryRefused,
  nameSettings,
  type SettingNames,
  systemRefusal,
  version,
} from '../base/index.ts';
import { exitCodeOf } from './exit-code.ts';
import { onOneLine } from './one-line.ts';

export interface DescribedError {
  /** What programs match (docs/errors.md). */
  readonly code: string;
  /** The setting in question, as a JSON pointer into the configuration. */
  readonly setting?: string;
  /** Values for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly what: string;
  readonly where?: string;
  readonly advice?: string;
  readonly exitCode: number;
}

/** names: what settings are called where the text is read; without it they keep their paths. */
export function describeError(thrown: unknown, names: SettingNames = () => undefined): DescribedError {
  const error = asKnown(thrown);
  if (error instanceof GraphsamError) return describeKnown(error, names);
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return {
    code: 'defect',
    what: `this is a defect of graphsam: ${name}: ${message.split('\n', 1)[0]}`,
    where: `graphsam ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    advice: 'Please report it with the command and, if you can, the input; GRAPHSAM_DEBUG=1 shows where it happened.',
    exitCode: exitCodeOf(error),
  };
}

function describeKnown(error: GraphsamError, names: SettingNames): DescribedError {
  const { code, path, what, where, details } = error;
  const advice =
    error.advice ?? (code === 'invalid-configuration' ? 'graphsam train --help lists all options.' : undefined);
  return {
    code,
    what: nameSettings(what, names),
    ...(where && { where: nameSettings(where, names) }),
    ...(advice && { advice: nameSettings(advice, names) }),
    ...(path && { setting: jsonPointer(path) }),
    ...(details && { details }),
    exitCode: exitCodeOf(error),
  };
}

/** `error: what`, then where and advice on lines of their own. */
export function errorText({ what, where, advice }: Pick<DescribedError, 'what' | 'where' | 'advice'>): string {
  const parts = [`error: ${what}`, where && `  where: ${where}`, advice && `  advice: ${advice}`];
  return parts.flatMap((part) => (part ? [onOneLine(part)] : [])).join('\n');
}

export function debugText(error: unknown): string | undefined {
  if (process.env.GRAPHSAM_DEBUG !== '1' || !(error instanceof Error)) return undefined;
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`;
}

function asKnown(error: unknown): unknown {
  if (error instanceof GraphsamError) return error;
  const refusal = systemRefusal(error);
  if (refusal === undefined) return memoryRefused('this computation', error) ?? error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const where = path ?? syscall;
  return new MachineError({
    code: 'system-refuses',
    what: `${refusal.reason} (${code})`,
    ...(where && { where }),
    ...(refusal.advice && { advice: refusal.advice }),
    cause: error,
  });
}
