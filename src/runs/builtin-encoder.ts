/** The encoder that comes with the package: what a setting calls it, instead of the folder of a run. */
export const builtinEncoder = 'builtin';
