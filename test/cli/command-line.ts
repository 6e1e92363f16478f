/** Running the command line as a user does, in an empty folder. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { inKeptProcess } from './kept-process.ts';

export const mainFile = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until standard output or error holds the text. */
  saw(text: string): Promise<void>;
}

/** Nothing of this machine's settings. */
const plain = { GRAPHSAM_DEBUG: '', GRAPHSAM_DATA_DIR: '' };

/** A folder for one test, with these files in it; removed after the test. */
export function folderWith(test: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-cli-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** In a process of its own. */
export function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [mainFile, ...args], { cwd, env: { ...process.env, ...plain, ...env } });
  const texts = { stdout: '', stderr: '' };
  const watchers: (() => void)[] = [];
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      for (const watcher of watchers) watcher();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
  const saw = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (texts.stdout.includes(text) || texts.stderr.includes(text)) resolve();
      };
      watchers.push(look);
      look();
      void ended.then(({ stdout, stderr }) => reject(new Error(`"${text}" never came:\n${stdout}\n${stderr}`)));
    });
  return { process: child, ended, saw };
}

/**
 * Runs the command line to its end, in a process that has run others before unless GRAPHSAM_TEST_OWN_PROCESS is set. Whatever plugins add
 * stays in a process, so these have one of their own.
 */
export async function graphsam(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  if (process.env.GRAPHSAM_TEST_OWN_PROCESS || args.includes('--plugin')) return start(args, cwd, env).ended;
  return { signal: null, ...(await inKeptProcess({ args, cwd, env: { ...plain, ...env } })) };
}

export interface Refusal {
  readonly exit: number | null;
  /** Of docs/errors.md. */
  readonly code: string;
  /** The setting in question, as a JSON pointer: `/training/epochs`. */
  readonly setting?: string;
  /** The same for people, for tests that are about the words. */
  readonly stderr: string;
}

/** A command that is to fail, as a program reads its end; without a stack trace. */
export async function refusal(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Refusal> {
  return refusalOf(await graphsam(asProgram(args), cwd, env));
}

/** The same command with its output for programs. */
export function asProgram([command, ...rest]: readonly string[]): string[] {
  return [command!, '--json', ...rest];
}

/** Of a command that ended, in the form of asProgram. */
function refusalOf({ code: exit, stdout, stderr }: Omit<Ended, 'signal'>): Refusal {
  const error = (stdout === '' ? [] : jsonLines(stdout)).findLast(({ kind }) => kind === 'error');
  assert.ok(error, `not refused: ${stdout}${stderr}`);
  assert.match(stderr, /^error: /m);
  assert.doesNotMatch(stderr, /^\s+at |defect of graphsam/m);
  const { code, setting } = error as { readonly code: string; readonly setting?: string };
  return { exit, code, ...(setting !== undefined && { setting }), stderr };
}

interface ExpectedRefusal {
  readonly exit: number;
  readonly code: string;
  readonly setting?: string;
  /** What a person is to find in the message: names of files, lines, values, options; no sentences. */
  readonly names?: RegExp;
}

/** The same, compared: exit code, code of the error, and where one is in question, the setting. */
export async function assertRefused(args: readonly string[], cwd: string, expected: ExpectedRefusal): Promise<void> {
  assertRefusal(await graphsam(asProgram(args), cwd), expected);
}

/** The same of a command that ended, in the form of asProgram. */
export function assertRefusal(ended: Omit<Ended, 'signal'>, { names, ...expected }: ExpectedRefusal): void {
  const { stderr, ...found } = refusalOf(ended);
  assert.deepEqual(found, expected, stderr);
  if (names) assert.match(stderr, names);
}

/** Objects of --json, one a line. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}
