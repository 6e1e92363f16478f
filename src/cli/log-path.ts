/** The log file must be none of the files that the command reads or writes. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../base/index.ts';
import type { CommandInput } from './command.ts';

/** Throws ConfigError if --logfile names a file that another argument names too. */
export function refuseLogIntoInput({ positional, given }: CommandInput): void {
  const { logfile, ...others } = given;
  if (logfile === undefined) return;
  const log = fileOf(logfile as string);
  const named = [...positional, ...Object.values(others).flat()].filter((value) => typeof value === 'string');
  const same = named.find((value) => fileOf(value) === log);
  if (same === undefined) return;
  throw new ConfigError({
    code: 'output-unusable',
    what: `the log would go into ${same}, which is named for something else`,
    where: '--logfile',
    advice: 'Choose another --logfile.',
  });
}

function fileOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
