/**
 * API pages of every entry of the package (npm run docs:api). A package of its own, because typedoc reads TypeScript through a
 * compiler of an older major version than the project is built with.
 */
import { readFileSync } from 'node:fs';

const { exports: entries } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The entry that Node reads, which is the widest. */
const sources = Object.values(entries)
  .map((entry) => entry.node?.types ?? entry.types)
  .filter((types) => types !== undefined)
  .map((types) => types.replace(/^\.\/dist\/(.*)\.d\.ts$/, '../../$1.ts'));

export default {
  name: 'graphsam',
  entryPoints: sources,
  tsconfig: 'tsconfig.json',
  out: 'site',
  // Its links lead to files that the site does not have.
  readme: 'none',
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  hideGenerator: true,
  validation: { notExported: false, invalidLink: true },
};
