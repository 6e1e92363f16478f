/** A path into a configuration as JSON pointer (RFC 6901), for programs: ['split', 'sizes'] is /split/sizes. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
