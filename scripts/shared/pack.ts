/** The package as npm would publish it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/index.node.ts';
import { copyWasm } from './copy-wasm.ts';

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  /** A new folder outside of the checkout, which the caller removes. */
  readonly folder: string;
  readonly tarball: string;
  readonly files: readonly PackedFile[];
  /** Bytes after unpacking. */
  readonly unpackedSize: number;
}

/** Packs what is compiled at present. */
export function packInto(): Packed {
  copyWasm();
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-package-'));
  const options = ['pack', '--ignore-scripts', '--json', '--pack-destination', `"${folder}"`];
  // npm is a script of the shell on Windows.
  const { status, stdout, stderr } = spawnSync(`npm ${options.join(' ')}`, {
    cwd: packageRoot(),
    encoding: 'utf8',
    shell: true,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: PackedFile[]; unpackedSize: number }];
  return { folder, tarball: join(folder, packed.filename), files: packed.files, unpackedSize: packed.unpackedSize };
}
