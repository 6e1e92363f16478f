/**
 * Compiles the project if a source changed since it was last compiled; else takes some milliseconds. Plain JavaScript, since it
 * runs before anything is compiled.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.compiled');
const folders = ['src', 'test', 'bench', 'examples', 'scripts'];

if (!isCurrent()) {
  const started = new Date();
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', root], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  // What is changed while it compiles is newer.
  utimesSync(stamp, started, started);
}

/** Whether every source, and every folder with what was added or removed, is older than the last compilation. */
function isCurrent() {
  if (!existsSync(stamp) || !existsSync(join(root, 'dist/src/cli/main.js'))) return false;
  const compiled = statSync(stamp).mtimeMs;
  const isOlder = (path) => statSync(path).mtimeMs < compiled;
  if (!['tsconfig.json', 'package-lock.json'].every((path) => isOlder(join(root, path)))) return false;
  return folders.every((folder) => isOlder(join(root, folder)) && contentIsOlder(join(root, folder), isOlder));
}

function contentIsOlder(folder, isOlder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
    .every((entry) => isOlder(join(entry.parentPath, entry.name)));
}
