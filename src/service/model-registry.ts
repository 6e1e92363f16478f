/** The models that are served, by name and version, and who uses them: a version that was replaced goes after its last request. */
import { type PredictedField, type PredictedTargets, predictedFields } from '../predict/index.ts';
import { Problem } from './problem.ts';

export interface ServedModel {
  readonly name: string;
  readonly version: string;
  /** What it answers. */
  readonly targets: PredictedTargets;
  readonly fields: readonly PredictedField[];
  /** The file, for those who predict in a browser. */
  readonly bytes: Uint8Array;
  /** Of the pool that has it open. */
  readonly id: number;
}

export interface Lease {
  readonly model: ServedModel;
  end(): void;
}

interface Entry {
  readonly model: ServedModel;
  users: number;
  /** Called once nobody uses it any more, if it was replaced. */
  onUnused?: () => void;
}

export class ModelRegistry {
  readonly #models = new Map<string, Map<string, Entry>>();
  readonly #close: (id: number) => Promise<void>;
  /** Until all models are there that the service begins with: one that is missing may come yet. */
  isLoading = true;

  /** close: called once for a model that is no longer served, after its last user. */
  constructor(close: (id: number) => Promise<void>) {
    this.#close = close;
  }

  get all(): ServedModel[] {
    return [...this.#models.values()].flatMap((versions) => [...versions.values()].map(({ model }) => model));
  }

  get names(): string[] {
    return [...this.#models.keys()];
  }

  /** Versions of a model, oldest first: numbers in their names by value (1.9, 1.10; v9, v10). Throws a Problem for a name that is not served. */
  versionsOf(name: string): string[] {
    const versions = this.#models.get(name);
    if (!versions && this.isLoading) throw new Problem('unavailable', `no model "${shown(name)}" is served yet`);
    if (!versions) throw new Problem('not-found', `no model "${shown(name)}" is served here. Known: ${this.#known()}`);
    return [...versions.keys()].sort(byNumbers);
  }

  /** The newest version where none is named; the only model where no name is. Throws a Problem for what is not served. */
  find(name?: string, version?: string): ServedModel {
    return this.#entry(name, version).model;
  }

  /** The same, and it stays open until the lease ends. */
  lease(name?: string, version?: string): Lease {
    const entry = this.#entry(name, version);
    entry.users++;
    let isEnded = false;
    const end = (): void => {
      if (isEnded) return;
      isEnded = true;
      entry.users--;
      if (entry.users === 0) entry.onUnused?.();
    };
    return { model: entry.model, end };
  }

  /** Served from now on, instead of one with its name and version. */
  add(model: ServedModel): void {
    const versions = this.#models.get(model.name) ?? new Map<string, Entry>();
    this.#models.set(model.name, versions);
    const former = versions.get(model.version);
    versions.set(model.version, { model, users: 0 });
    if (former) this.#retire(former);
  }

  remove(name: string, version: string): void {
    const versions = this.#models.get(name);
    const entry = versions?.get(version);
    versions?.delete(version);
    if (versions?.size === 0) this.#models.delete(name);
    if (entry) this.#retire(entry);
  }

  #retire(entry: Entry): void {
    entry.onUnused = () => void this.#close(entry.model.id);
    if (entry.users === 0) entry.onUnused();
  }

  #entry(name: string | undefined, version: string | undefined): Entry {
    const chosen = name ?? this.#only();
    const versions = this.versionsOf(chosen);
    const wanted = version ?? versions.at(-1)!;
    const entry = this.#models.get(chosen)!.get(wanted);
    if (entry) return entry;
    const known = versions.join(', ');
    throw new Problem('not-found', `"${chosen}" has no version "${shown(wanted)}" here. Known: ${known}`);
  }

  #only(): string {
    const { names } = this;
    if (names.length === 1) return names[0]!;
    if (names.length === 0) throw new Problem('unavailable', 'no model is served yet');
    throw new Problem('bad-request', `several models are served, name one (?model=NAME). Known: ${this.#known()}`);
  }

  #known(): string {
    return this.names.join(', ') || 'none';
  }
}

/** What is added to a model once it is open. */
export function servedModel(model: Omit<ServedModel, 'fields'>): ServedModel {
  return { ...model, fields: predictedFields(model.targets) };
}

function shown(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}...`;
}

const numbersByValue = new Intl.Collator('en', { numeric: true });

/** Names that differ in leading zeros alone are ordered too, so that the newest does not depend on which was loaded first. */
function byNumbers(left: string, right: string): number {
  return numbersByValue.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0);
}
