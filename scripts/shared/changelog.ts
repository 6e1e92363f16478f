/** CHANGELOG.md at a release: what is under Unreleased becomes the section of the version. Versions are MAJOR.MINOR.PATCH. */
import { ConfigError, DataError } from '../../src/base/errors.ts';

const unreleased = /^## \[Unreleased\][^\S\n]*$/m;
const nextSection = /^## \[/m;

/**
 * The changelog after the release, with an empty section Unreleased on top. The date is written as YYYY-MM-DD. Throws
 * ConfigError for a version that is malformed or not later than the last one, DataError where nothing is unreleased.
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  requireLater(version, lastVersion(text));
  const heading = unreleased.exec(text);
  if (!heading) throw new DataError({ where: 'CHANGELOG.md', what: 'there is no section [Unreleased]' });
  const head = text.slice(0, heading.index + heading[0].length);
  const rest = text.slice(head.length);
  const end = nextSection.exec(rest)?.index ?? rest.length;
  if (!/^\s*[-*] /m.test(rest.slice(0, end))) {
    throw new DataError({
      where: 'CHANGELOG.md',
      what: 'the section [Unreleased] lists nothing',
      advice: 'Write what users will notice.',
    });
  }
  return `${head}\n\n## [${version}] - ${date}${rest}`;
}

/** The version that the changelog holds topmost; undefined before the first release. */
function lastVersion(text: string): string | undefined {
  return /^## \[(\d+\.\d+\.\d+)\]/m.exec(text)?.[1];
}

function requireLater(version: string, last: string | undefined): void {
  const numbers = parseVersion(version);
  if (last === undefined) return;
  const before = parseVersion(last);
  const changed = numbers.findIndex((number, index) => number !== before[index]);
  if (changed !== -1 && numbers[changed]! > before[changed]!) return;
  throw new ConfigError({
    code: 'wrong-value',
    what: `version ${version} is not later than ${last}, the last one`,
    advice: 'Raise it.',
  });
}

function parseVersion(version: string): number[] {
  const parts = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version);
  if (parts) return parts.slice(1).map(Number);
  throw new ConfigError({
    code: 'wrong-value',
    what: `"${version}" is no version`,
    advice: 'Versions are MAJOR.MINOR.PATCH, for instance 0.2.0.',
  });
}
