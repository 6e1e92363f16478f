/** Searches of settings: spaces, samplers, and what trials say. */

export { rungsOf } from './halving.ts';
export { namedSpace, type SpaceName, spaceNames } from './named-spaces.ts';
export { tuneSettingsSchema } from './settings.ts';
export type { Space } from './space.ts';
export { metricName, settingsText } from './study-text.ts';
export { type Replicate, replicatesOfSplits, type Study, type Trial } from './trial.ts';
