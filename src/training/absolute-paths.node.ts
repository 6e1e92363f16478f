/** Paths in a configuration that hold from anywhere. */
import { resolve } from 'node:path';

/** As run.json keeps them: a run is resumed from anywhere. */
export function withAbsolutePaths<Config extends ConfigWithPaths>(config: Config): Config {
  const { data, training } = config;
  const paths = data.paths?.map((path) => resolve(path));
  const initFrom = training.initFrom === undefined ? {} : { initFrom: resolve(training.initFrom) };
  const features = data.featuresPath === undefined ? {} : { featuresPath: resolve(data.featuresPath) };
  return { ...config, data: { ...data, ...(paths && { paths }), ...features }, training: { ...training, ...initFrom } };
}

/** The places in a configuration that hold paths. */
export interface ConfigWithPaths {
  readonly data: { readonly paths?: readonly string[] | undefined; readonly featuresPath?: string | undefined };
  readonly training: { readonly seed: number; readonly initFrom?: string | undefined };
}
