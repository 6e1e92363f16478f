/** The package as somebody else has it: packed, unpacked in an empty folder, its dependencies linked so that no network is needed. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packInto } from '../../scripts/shared/pack.ts';
import { packageRoot } from '../../src/platform/index.node.ts';
import { sharedBuild } from '../shared-build.ts';

export interface Project {
  readonly folder: string;
  /** Where the package lies. */
  readonly installed: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  /** Runs a program of Node in the folder. */
  node(args: readonly string[]): Promise<Ended>;
  /** Runs the command that the package brings. */
  graphsam(args: readonly string[]): Promise<Ended>;
  remove(): void;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly bin: { readonly graphsam: string };
}

const tarballName = 'graphsam.tgz';

/** Packed once for all test files: that takes 8 s of processor time. The caller closes it. */
export async function sharedPackage(): Promise<{ readonly tarball: string; close(): Promise<void> }> {
  const { folder, close } = await sharedBuild('package', async (folder) => {
    const packed = packInto();
    mkdirSync(folder, { recursive: true });
    renameSync(packed.tarball, join(folder, tarballName));
    rmSync(packed.folder, { recursive: true });
  });
  return { tarball: join(folder, tarballName), close };
}

/** without: dependencies that are left out, as npm leaves out optional ones. The caller removes it. */
export async function installPackage({
  without = [],
}: {
  readonly without?: readonly string[];
} = {}): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-project-'));
  const packed = await sharedPackage();
  const installed = join(folder, 'node_modules', 'graphsam');
  mkdirSync(installed, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', packed.tarball, '-C', installed, '--strip-components=1'], {
    encoding: 'utf8',
  });
  await packed.close();
  if (status !== 0) throw new Error(`the package cannot be unpacked: ${stderr}`);
  const manifest: Manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    if (!without.includes(name)) link(folder, name);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  const node = (args: readonly string[]): Promise<Ended> => run(args, folder);
  return {
    folder,
    installed,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    node,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    graphsam: (args) => node([join(installed, manifest.bin.graphsam), ...args]),
  };
}

function link(folder: string, name: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(packageRoot(), 'node_modules', name), path, 'junction');
}

function run(args: readonly string[], cwd: string): Promise<Ended> {
  const env = { ...process.env, GRAPHSAM_PLUGINS: '', GRAPHSAM_DEBUG: '' };
  const child = spawn(process.execPath, [...args], { cwd, env });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })));
}
