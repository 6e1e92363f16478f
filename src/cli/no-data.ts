/** A command that was called without a table. */
import { ConfigError } from '../base/index.ts';

/** where: the option that names tables. advice: how this command is given one. */
export function noData(advice: string, where = '--data-path'): ConfigError {
  return new ConfigError({ code: 'no-data', path: ['data', 'paths'], what: 'no data is given', where, advice });
}
