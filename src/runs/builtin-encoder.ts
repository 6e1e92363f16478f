/** The encoder that comes with the package: what a setting calls it, instead of the folder of a run. */
export const builtinEncoder = 'builtin';
/** What `training.initFrom` calls a beginning from weights that are drawn, where a level of quality would begin otherwise. */
export const noEncoder = 'none';

/** Whether a setting that may name a file or a folder does; `training.initFrom` may name the encoder of the package. */
export function namesPath(key: string, value: unknown): value is string {
  return typeof value === 'string' && !(key === 'initFrom' && value === builtinEncoder);
}
