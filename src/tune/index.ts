/** Searches of settings: spaces, samplers, and what trials say. */
export { pruners, rungsOf } from './halving.ts';
export { namedSpace, type SpaceName, spaceNames } from './named-spaces.ts';
export type { Space } from './space.ts';
export { settingsText } from './study-text.ts';
export { samplers } from './suggest.ts';
export type { Replicate, Study, Trial } from './trial.ts';
