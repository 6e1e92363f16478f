/**
 * Plugins by file or package name. Threads and processes that this one starts load the same ones: their addresses go with the
 * environment (GRAPHSAM_PLUGINS), where they can be set for all commands, too.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigError, checksum, GraphsamError } from '../base/index.ts';
import { type Plugin, registerPlugin } from './plugin.ts';

const variable = 'GRAPHSAM_PLUGINS';

/**
 * Loads a plugin and makes known what it adds, here and in all threads and processes that are started from now on.
 * specifier: a file, from the working directory, or a package that is installed there.
 * Throws ConfigError if there is none, if it cannot be loaded, or if it has a name that is taken.
 */
export async function loadPlugin(specifier: string | URL): Promise<Plugin> {
  const path = pathOf(specifier);
  const plugin = await importPlugin(path);
  registerPlugin(plugin, checksum(await readFile(path)));
  const inherited = inheritedPaths();
  if (!inherited.includes(path)) process.env[variable] = [...inherited, path].join(delimiter);
  return plugin;
}

/** Loads what the process or thread that started this one had loaded. */
export async function loadInheritedPlugins(): Promise<void> {
  for (const path of inheritedPaths()) await loadPlugin(path);
}

function inheritedPaths(): string[] {
  return (process.env[variable] ?? '').split(delimiter).filter((path) => path !== '');
}

function pathOf(specifier: string | URL): string {
  if (typeof specifier !== 'string') return fileURLToPath(specifier);
  const path = resolve(specifier);
  if (existsSync(path)) return path;
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(specifier);
  } catch (cause) {
    throw new ConfigError({
      code: 'plugin-unusable',
      what: 'there is no such file, and no package of this name is installed here',
      where: `plugin ${specifier}`,
      advice: 'Give the path of a JavaScript module, for instance ./my-model.js.',
      cause,
    });
  }
}

async function importPlugin(path: string): Promise<Plugin> {
  const module = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    if (cause instanceof GraphsamError) throw cause;
    throw new ConfigError({
      code: 'plugin-unusable',
      what: `it cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      where: path,
      advice: 'Run it with node to see where it fails.',
      cause,
    });
  });
  const plugin = (module as { readonly default?: Partial<Plugin> | null }).default;
  if (typeof plugin === 'object' && typeof plugin?.name === 'string') return plugin as Plugin;
  throw new ConfigError({
    code: 'plugin-unusable',
    what: 'its default export is no plugin',
    where: path,
    advice: 'Write: export default definePlugin({ name, models, optimizers, metrics, tasks }).',
  });
}
