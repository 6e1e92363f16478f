/** Checking configurations and options against their schemas, and describing them. */
export { checkShape } from './check-shape.ts';
export { kebabCase } from './kebab-case.ts';
export { type Aliases, checkOptions, describeOptions, type OptionDescription } from './options.ts';
export { readConfigText } from './read-config.ts';
export {
  type DescribedSetting,
  described,
  describeSettings,
  type SettingMeta,
  type SettingType,
} from './setting-meta.ts';
