/** Models from run folders, files, and a folder NAME/VERSION/model.onnx that is followed: loaded beside, probed, swapped, let go. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CheckpointError, ConfigError } from '../base/index.ts';
import { readModelFile } from '../predict/index.node.ts';
import { type ModelRegistry, servedModel } from './model-registry.ts';
import type { ThreadPool } from './thread-pool.node.ts';

export interface ModelLoader {
  readonly pool: Pick<ThreadPool, 'open' | 'predict' | 'closeModel'>;
  readonly registry: ModelRegistry;
}

interface ModelSource {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

const modelFile = 'model.onnx';
const firstVersion = '1';
/** As parts of an address. */
const validNames = /^[\w][\w.-]{0,99}$/;

/**
 * What a user names: a run folder or model.onnx, with NAME= in front if it is to be called otherwise than its folder. A folder
 * that there is may have an equals sign in its own name.
 */
export function sourceOf(given: string): ModelSource {
  const [, named, path = given] = existsSync(given) ? [] : (/^([\w.-]+)=(.+)$/.exec(given) ?? []);
  const whole = resolve(path);
  const folder = /\.onnx$/i.test(whole) ? dirname(whole) : whole;
  const name = named ?? (basename(folder).replace(/[^\w.-]+/g, '-') || 'model');
  return { name, version: firstVersion, path };
}

/**
 * Opens a model in all threads, predicts a molecule with it, and serves it instead of one with its name and version.
 * Throws CheckpointError for a model that cannot be used; what was served goes on then. Returns its warnings.
 */
export async function loadModel({ pool, registry }: ModelLoader, source: ModelSource): Promise<readonly string[]> {
  const { name, version, path } = source;
  if (!validNames.test(name)) {
    throw new ConfigError({
      code: 'wrong-value',
      what: `"${name}" cannot be part of an address`,
      where: path,
      advice: 'Name it: NAME=RUN.',
    });
  }
  const { bytes, card, path: where } = await readModelFile(path);
  if (card.features?.fromFile) {
    const what = 'the model reads features of a file for each molecule, which no request brings';
    throw new CheckpointError({
      code: 'features-missing',
      what,
      where,
      advice: 'Predict with graphsam predict and its file of features.',
    });
  }
  const { id, warnings, targets } = await pool.open(bytes, where);
  try {
    await requirePrediction(pool, id, where);
  } catch (error) {
    await pool.closeModel(id);
    throw error;
  }
  registry.add(servedModel({ name, version, targets, bytes, id }));
  return warnings;
}

async function requirePrediction(pool: ModelLoader['pool'], id: number, where: string): Promise<void> {
  const [answer] = await pool.predict(id, ['CCO']);
  if (answer?.values !== undefined) return;
  throw new CheckpointError({ code: 'model-damaged', what: `it does not predict ethanol: ${answer?.reason}`, where });
}

export interface FollowOptions {
  readonly folder: string;
  /** How often the folder is looked at. Default 2 s. */
  readonly intervalMs?: number | undefined;
  /** Called with every model that was loaded, could not be, or is gone. */
  readonly onChange: (change: ModelChange) => void;
}

export interface ModelChange {
  readonly name: string;
  readonly version: string;
  readonly outcome: 'loaded' | 'failed' | 'removed';
  readonly error?: unknown;
  readonly warnings?: readonly string[];
}

/** Resolves once all models of the folder are loaded; then follows it. The function that it gives ends that. */
export async function followModels(loader: ModelLoader, options: FollowOptions): Promise<() => Promise<void>> {
  const { folder, intervalMs = 2000 } = options;
  const state = await stat(folder).catch(() => undefined);
  if (!state?.isDirectory()) {
    throw new ConfigError({
      code: 'cannot-read',
      what: 'there is no such folder',
      where: folder,
      advice: 'It holds NAME/VERSION/model.onnx.',
    });
  }
  const seen = new Map<string, SeenModel>();
  await look(loader, options, seen);
  let isEnded = false;
  let looking = Promise.resolve();
  const again = (): void => {
    if (isEnded) return;
    looking = look(loader, options, seen).finally(() => {
      timer = setTimeout(again, intervalMs);
    });
  };
  let timer = setTimeout(again, intervalMs);
  return async () => {
    isEnded = true;
    await looking;
    clearTimeout(timer);
  };
}

interface FoundModel {
  readonly source: ModelSource;
  /** Differs once the file was replaced. */
  readonly stamp: string;
}

interface SeenModel extends FoundModel {
  /** Set if it failed with what may pass. */
  readonly failure?: { readonly text: string; readonly times: number };
  /** Looks until it is tried again. */
  looksLeft: number;
}

/** After the second failure one look is left out, then 3, 7 and so on: a model may be what breaks the threads down. */
const mostLooksLeftOut = 63;

async function look(
  loader: ModelLoader,
  { folder, onChange }: FollowOptions,
  seen: Map<string, SeenModel>,
): Promise<void> {
  const found = await modelsIn(folder);
  if (!found) return;
  for (const [path, { source, stamp }] of found) {
    const former = seen.get(path);
    const isKnown = former?.stamp === stamp;
    if (isKnown && (!former.failure || former.looksLeft-- > 0)) continue;
    const change = await tryToLoad(loader, source);
    const failure = isKnown ? former.failure : undefined;
    const next = mayPass(change) ? { text: String(change.error), times: (failure?.times ?? 0) + 1 } : undefined;
    const looksLeft = next ? Math.min(2 ** (next.times - 1) - 1, mostLooksLeftOut) : 0;
    seen.set(path, { source, stamp, looksLeft, ...(next && { failure: next }) });
    // The same failure again is no news.
    if (!next || next.text !== failure?.text) onChange(change);
  }
  for (const [path, { source }] of seen) {
    if (found.has(path)) continue;
    seen.delete(path);
    loader.registry.remove(source.name, source.version);
    onChange({ name: source.name, version: source.version, outcome: 'removed' });
  }
}

async function tryToLoad(loader: ModelLoader, source: ModelSource): Promise<ModelChange> {
  const { name, version } = source;
  try {
    return { name, version, outcome: 'loaded', warnings: await loadModel(loader, source) };
  } catch (error) {
    return { name, version, outcome: 'failed', error };
  }
}

/** Whether it failed, and not because the file is damaged or asks for what this service lacks. */
function mayPass({ outcome, error }: ModelChange): boolean {
  const isOfFile = error instanceof CheckpointError && error.code !== 'cannot-read';
  return outcome === 'failed' && !isOfFile && !(error instanceof ConfigError);
}

/** By path. Undefined if the folder cannot be read at the moment. */
async function modelsIn(folder: string): Promise<Map<string, FoundModel> | undefined> {
  const found = new Map<string, FoundModel>();
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  for (const name of names.filter((each) => validNames.test(each))) {
    const versions = await readdir(join(folder, name)).catch(() => []);
    for (const version of versions.filter((each) => validNames.test(each))) {
      const path = join(folder, name, version, modelFile);
      const state = await stat(path).catch(() => undefined);
      if (state?.isFile())
        found.set(path, { source: { name, version, path }, stamp: `${state.mtimeMs} ${state.size} ${state.ino}` });
    }
  }
  return found;
}
