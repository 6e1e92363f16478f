/** The site, built once for all test files; with names as in the sources, so that errors can be read. */
import { join } from 'node:path';
import { build } from 'vite';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { type SharedBuild, sharedBuild } from '../shared-build.ts';

export function buildSite(): Promise<SharedBuild> {
  const configFile = join(packageRoot(), 'web/vite.config.ts');
  return sharedBuild('site', async (outDir) => {
    await build({ configFile, logLevel: 'error', build: { outDir, minify: false } });
  });
}
