/** Checking configurations and options against their schemas, and describing them. */
export { type Aliases, checkShape } from './check-shape.ts';
export { kebabCase } from './kebab-case.ts';
export { describeOptions, type OptionDescription } from './options.ts';
export { readConfigText } from './read-config.ts';
export {
  type Coded,
  type DescribedSetting,
  described,
  describeSettings,
  redescribed,
  type SettingMeta,
  type SettingType,
  type Shorthand,
  withoutDefault,
} from './setting-meta.ts';
