import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releaseChangelog } from './changelog.ts';

const before = `# Changelog

## [Unreleased]

### Added
- A thing.

## [0.9.0] - 2026-01-02

### Added
- An older thing.
`;
const released = (version: string, text = before): string => releaseChangelog(text, version, '2026-03-04');

test('what is unreleased becomes the section of the version, beneath an empty section', () => {
  const expected = before.replace('## [Unreleased]\n', '## [Unreleased]\n\n## [0.10.0] - 2026-03-04\n');
  assert.equal(released('0.10.0'), expected);
});

test('the first release needs no earlier section', () => {
  const first = before.slice(0, before.indexOf('## [0.9.0]'));
  assert.match(
    released('0.1.0', first),
    /^## \[Unreleased\]\n\n## \[0\.1\.0\] - 2026-03-04\n\n### Added\n- A thing\./m,
  );
});

test('versions are compared by their numbers, and an equal or earlier one is refused', () => {
  for (const version of ['0.9.0', '0.8.9', '0.0.10'])
    assert.throws(() => released(version), { code: 'wrong-value', what: /\b0\.9\.0\b/ });
  for (const version of ['0.9.1', '0.10.0', '1.0.0']) assert.doesNotThrow(() => released(version));
});

test('what is no version is refused with an example', () => {
  for (const version of ['v1.0.0', '1.0', '1.0.0-beta', '01.0.0', '']) {
    assert.throws(() => released(version), { code: 'wrong-value' });
  }
});

test('a section Unreleased that is missing, or has headings only, is refused', () => {
  assert.throws(() => released('1.0.0', '# Changelog\n'), {
    code: 'unspecified',
    where: 'CHANGELOG.md',
    what: /\[Unreleased\]/,
  });
  assert.throws(() => released('1.0.0', before.replace('- A thing.\n', '')), /lists nothing/);
});

test('a second release of the same text is refused', () => {
  assert.throws(() => releaseChangelog(released('1.0.0'), '1.0.1', '2026-03-05'), /lists nothing/);
});
