/** Where a result may be written: never over the file it was made from, never unasked over another, never over a device. */
import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, setting } from '../base/index.ts';
import { namesFolder } from '../platform/index.node.ts';

export interface OutputPaths {
  readonly input: string;
  readonly output: string;
  /** Replace an existing file. */
  readonly overwrite: boolean;
}

/** Throws ConfigError if the output exists (and overwrite is not set), is the input itself, or is no ordinary file. */
export async function refuseUnwanted({ input, output, overwrite }: OutputPaths): Promise<void> {
  const refuse = (what: string): never => {
    const advice = `Choose another ${setting('run.output')}.`;
    throw new ConfigError({ code: 'output-unusable', path: ['run', 'output'], what, where: output, advice });
  };
  if (namesFolder(output)) refuse('a folder is named where a file is to be written');
  // Complete files are renamed to their path: that would put a file where a device or a pipe was.
  const device = 'it is a device or a pipe, not a file';
  if (/^\/(dev\/(std(in|out|err)$|fd\/)|proc\/)/.test(resolve(output))) refuse(device);
  const existing = await stat(output).catch(() => undefined);
  if (!existing) return;
  const same = (await realpath(input).catch(() => input)) === (await realpath(output).catch(() => output));
  if (same) refuse('the output would replace its own input');
  if (existing.isDirectory()) refuse('a folder of that name exists');
  if (!existing.isFile()) refuse(device);
  if (overwrite) return;
  throw new ConfigError({
    code: 'output-exists',
    path: ['run', 'output'],
    what: 'the file exists',
    where: output,
    advice: `Choose another ${setting('run.output')} or ${setting('run.overwrite')}.`,
  });
}
