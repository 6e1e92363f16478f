/** A real Chromium for tests of the page: the one that is installed, driven by playwright-core. Without one they are skipped. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'];

/** Path of the browser: GRAPHSAM_CHROMIUM, else the first one on the PATH or in a usual place. */
function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = process.env.GRAPHSAM_CHROMIUM;
  return [...(given ? [given] : []), ...onPath, ...places].find(isExecutable);
}

/** For `test(name, { skip: withoutChromium }, ...)`: false, or why the test cannot run. */
export const withoutChromium: string | false = findChromium()
  ? false
  : 'there is no Chromium on this machine (set GRAPHSAM_CHROMIUM to its path)';

export interface ChromiumOptions {
  readonly args?: readonly string[];
  /**
   * With the optimizing compiler for WebAssembly, as readers have it. Default false: it takes 5 s of processor time over ONNX Runtime in
   * each page anew, longer than a training of a test.
   */
  readonly optimizing?: boolean;
}

/** Starts the browser, without a window; whoever asks closes it. */
export async function launchChromium({ args = [], optimizing = false }: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('there is no Chromium on this machine');
  // Tests run as root in containers too, where Chromium refuses its sandbox; /dev/shm is small there.
  const always = ['--no-sandbox', '--disable-dev-shm-usage', ...(optimizing ? [] : ['--js-flags=--liftoff-only'])];
  return chromium.launch({ executablePath, args: [...always, ...args] });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
