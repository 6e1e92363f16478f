/**
 * The system's Firefox, driven over Marionette, its own protocol: JSON with its length before it, over TCP. Playwright drives only a
 * Firefox of its own. Where there is none, tests are skipped.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['firefox-esr', 'firefox'];

function findFirefox(): string | undefined {
  const given = process.env.GRAPHSAM_FIREFOX;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(given ? [given] : []), ...onPath].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** For `test(name, { skip: withoutFirefox }, ...)`: false, or why the test cannot run. */
export const withoutFirefox: string | false = findFirefox()
  ? false
  : 'there is no Firefox on this machine (set GRAPHSAM_FIREFOX to its path)';

export interface Firefox {
  go(address: string): Promise<void>;
  /** Text of a function body that ends with `return`; its answer, which may be a promise. */
  run(body: string, ...inputs: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

const startTimeoutMs = 60_000;
const scriptTimeoutMs = 180_000;

export async function launchFirefox(): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'graphsam-firefox-'));
  await writeFile(join(profile, 'user.js'), 'user_pref("marionette.port", 0);\n');
  const env = { ...process.env, MOZ_HEADLESS: '1', HOME: profile };
  const child = spawn(findFirefox()!, ['--marionette', '--headless', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
    env,
  });
  const socket = await connected(child, join(profile, 'MarionetteActivePort'));
  const call = caller(socket);
  await call('WebDriver:NewSession', { capabilities: {} });
  await call('WebDriver:SetTimeouts', { script: scriptTimeoutMs, pageLoad: startTimeoutMs });
  return {
    go: async (url) => {
      await call('WebDriver:Navigate', { url });
    },
    run: async (body, ...inputs) => {
      const script = `const inputs = [...arguments]; const done = inputs.pop();
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value } = (await call('WebDriver:ExecuteAsyncScript', { script, args: inputs })) as {
        value: { value?: unknown; error?: string };
      };
      if (value.error !== undefined) throw new Error(value.error);
      return value.value;
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      void call('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
      socket.destroy();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Firefox writes its port into the profile once it listens, and greets whoever connects. */
async function connected(child: ChildProcess, portFile: string): Promise<Socket> {
  for (const begun = Date.now(); Date.now() - begun < startTimeoutMs; ) {
    const port = Number(await readFile(portFile, 'utf8').catch(() => ''));
    if (port > 0) {
      const socket = connect(port, '127.0.0.1');
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return socket;
    }
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('Firefox did not listen in time');
}

type Answer = readonly [type: 1, id: number, error: { readonly message: string } | null, result: unknown];

function caller(socket: Socket): (command: string, parameters: object) => Promise<unknown> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let [buffered, next] = [Buffer.alloc(0), 0];
  socket.on('data', (data) => {
    buffered = Buffer.concat([buffered, data]);
    for (;;) {
      const colon = buffered.indexOf(':');
      const length = Number(buffered.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || buffered.length < colon + 1 + length) return;
      const message = JSON.parse(buffered.subarray(colon + 1, colon + 1 + length).toString()) as Answer | object;
      buffered = buffered.subarray(colon + 1 + length);
      // The greeting is no answer.
      if (Array.isArray(message)) waiting.get(message[1])?.(message as unknown as Answer);
    }
  });
  return (command, parameters) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, ([, , error, result]) => (error ? reject(new Error(error.message)) : resolve(result)));
      const text = JSON.stringify([0, id, command, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
