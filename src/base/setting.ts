/**
 * Settings in messages. The library does not know what a setting is called where the message is read: an option of the command
 * line, a label of the page, a key of a request. It names settings by their path in the configuration, in backquotes, and each
 * edge replaces these by its own names.
 */
type SettingValue = string | number | boolean;

/** `` `split.sizes` ``, or with a value `` `data.censored: drop` ``: how a message names a setting. */
export function setting(path: string, value?: SettingValue): string {
  return value === undefined ? `\`${path}\`` : `\`${path}: ${value}\``;
}

/** What a setting is called at an edge; undefined where it has no such setting. */
export type SettingNames = (path: string, value: string | undefined) => string | undefined;

/** A path has a dot at least, so that other words in backquotes are left alone. */
const reference = /`([a-z]\w*(?:\.\w+)+)(?:: ([^`]*))?`/g;

/** The text with each setting under its own name; settings that the edge does not have keep their path. */
export function nameSettings(text: string, names: SettingNames): string {
  return text.replace(reference, (whole, path: string, value: string | undefined) => names(path, value) ?? whole);
}

/** Paths of the settings that a text names. */
export function settingsIn(text: string): string[] {
  return [...text.matchAll(reference)].map(([, path]) => path!);
}

/** The text cut at the settings that it names: every second piece is a setting, without its backquotes. */
export function cutAtSettings(text: string): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: named, index } of text.matchAll(reference)) {
    pieces.push(text.slice(end, index), named.slice(1, -1));
    end = index + named.length;
  }
  return [...pieces, text.slice(end)];
}
