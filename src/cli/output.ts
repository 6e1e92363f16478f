/**
 * Where a command's words go. For people: sentences on standard output, warnings and errors on standard error, and on a terminal a
 * progress line; without a terminal, a line of its own now and then. With --json: one JSON object a line on standard output, and nothing
 * else there. --quiet leaves the result only.
 */
import { appendFileSync } from 'node:fs';
import { MachineError, nameSettings, type SettingNames } from '../base/index.ts';
import { debugText, describeError, errorText } from './describe-error.ts';
import { exitCodes } from './exit-code.ts';
import { byTheirNames, type NamedFile } from './named-files.ts';
import { onOneLine } from './one-line.ts';
import { type Progress, progressSentence, progressText } from './progress-line.ts';

export interface OutputOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** Every summary goes into this file too, behind what it holds. */
  readonly logfile?: string | undefined;
  /** What settings are called in the texts. */
  readonly names?: SettingNames;
  /** Temporary files: what is said of one names what the user gave. */
  readonly temporary?: readonly NamedFile[];
  /** Where sentences go. Default standard output. */
  readonly words?: 'stdout' | 'stderr';
}

/** What --json prints: `kind` says which. */
export type OutputRecord = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** A terminal shows progress ten times a second at most: more cannot be read, and writing costs time. */
const progressIntervalMs = 100;

/** Where there is no terminal, as in the log of a scheduler, so long a silence is broken by a line. */
const longestSilenceMs = 5 * 60 * 1000;

export class Output {
  readonly #options: OutputOptions;
  #lineShown = false;
  #lastProgress = 0;
  #lastWritten = Date.now();

  /** Throws MachineError if the log file cannot be written. */
  constructor(options: OutputOptions = {}) {
    this.#options = options;
    if (options.logfile !== undefined) startLog(options.logfile);
  }

  /** The same, with all words on standard error: standard output holds data. */
  withoutStandardOutput(): Output {
    return new Output({ ...this.#options, words: 'stderr' });
  }

  /** The same, which calls these files by their names. */
  naming(files: readonly (NamedFile | undefined)[]): Output {
    return new Output({ ...this.#options, temporary: files.filter((file) => file !== undefined) });
  }

  get isJson(): boolean {
    return this.#options.json ?? false;
  }

  get isQuiet(): boolean {
    return this.#options.quiet ?? false;
  }

  /** Whether the progress line is shown; otherwise plain lines have to say how far things are. */
  get hasProgressLine(): boolean {
    return Boolean(process.stderr.isTTY) && !this.isQuiet && !this.#options.json;
  }

  /** Something to know, not asked for by --quiet. Of a list each member is one line, whatever names are in it. */
  say(words: string | readonly string[], record?: OutputRecord): void {
    const text = typeof words === 'string' ? words : words.map(onOneLine).join('\n');
    if (!this.isQuiet) this.#write(process.stdout, text, record);
    else this.#log(text);
  }

  /** Something that only --verbose wants to know. */
  detail(text: string): void {
    if (this.#options.verbose) this.say(text);
  }

  /** What the command was called for: printed even with --quiet. */
  result(text: string, record: OutputRecord): void {
    this.#write(process.stdout, text, record);
  }

  warn(message: string): void {
    const text = onOneLine(`warning: ${message}`);
    if (!this.isQuiet) this.#write(process.stderr, text, { kind: 'warning', message });
    else this.#log(text);
  }

  /** Returns the exit code. */
  error(error: unknown): number {
    const described = describeError(error, this.#options.names);
    this.clearProgress();
    if (this.#options.json) writeTo(process.stdout, JSON.stringify({ kind: 'error', ...described }));
    writeTo(process.stderr, errorText(described));
    const debug = debugText(error);
    if (debug) writeTo(process.stderr, debug);
    try {
      this.#log(errorText(described));
    } catch (logError) {
      writeTo(process.stderr, errorText(describeError(logError)));
    }
    return described.exitCode;
  }

  progress(progress: Progress): void {
    const now = Date.now();
    if (!this.hasProgressLine) {
      if (now - this.#lastWritten >= longestSilenceMs)
        this.say(progressSentence(progress), { kind: 'progress', ...progress });
      return;
    }
    if (now - this.#lastProgress < progressIntervalMs) return;
    this.#lastProgress = now;
    this.#lineShown = true;
    process.stderr.write(`\r${progressText(progress, process.stderr.columns || 80)}\x1b[K`);
  }

  clearProgress(): void {
    if (this.#lineShown) process.stderr.write('\r\x1b[K');
    this.#lineShown = false;
    this.#lastProgress = 0;
  }

  #write(stream: NodeJS.WriteStream, written: string, record: OutputRecord | undefined): void {
    const { names, temporary = [] } = this.#options;
    const text = byTheirNames(names ? nameSettings(written, names) : written, temporary);
    this.clearProgress();
    this.#log(text);
    const out = this.#options.words === 'stderr' ? process.stderr : process.stdout;
    if (!this.#options.json) writeTo(stream === process.stdout ? out : stream, text);
    else writeTo(out, byTheirNames(JSON.stringify(record ?? { kind: 'note', message: text }), temporary));
  }

  /** Also of what --quiet keeps off the screen. */
  #log(text: string): void {
    this.#lastWritten = Date.now();
    if (this.#options.logfile !== undefined) appendFileSync(this.#options.logfile, `${text}\n`);
  }
}

function startLog(logfile: string): void {
  try {
    appendFileSync(logfile, '');
  } catch (cause) {
    throw new MachineError({
      code: 'cannot-write',
      what: `the log file cannot be written (${(cause as NodeJS.ErrnoException).code})`,
      where: logfile,
      advice: 'Choose another --logfile.',
      cause,
    });
  }
}

/**
 * The reader may close the pipe (`| head`): output is then discarded, and the work goes on to its end. So it does where they
 * cannot be written (into a file on a full disk), but that is reported, and the exit code says it too.
 */
export function outliveLostOutput(): void {
  const streams = { 'standard output': process.stdout, 'standard error': process.stderr };
  for (const [where, stream] of Object.entries(streams)) {
    let isLost = false;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || isLost) return;
      isLost = true;
      writeTo(process.stderr, errorText({ ...describeError(error), where }));
      process.once('exit', (code) => {
        if (code === exitCodes.success) process.exitCode = exitCodes.machine;
      });
    });
  }
}

function writeTo(stream: NodeJS.WriteStream, text: string): void {
  if (!stream.destroyed && stream.writable) stream.write(`${withoutControls(text)}\n`);
}

/** A name in a table or a model must not command the terminal: control characters but tabs and line ends are shown as \ufffd. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');
}
