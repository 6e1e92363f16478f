/** Which model a request is for. */
import { Problem } from './problem.ts';

export interface AskedModel {
  readonly model?: string | undefined;
  readonly version?: string | undefined;
}

/**
 * What ?model= and ?version= of the address name, or the body or path, where they do.
 * Throws a Problem where both do and differ: neither is ignored.
 */
export function askedModel(request: Request, given: AskedModel = {}): AskedModel {
  const query = new URL(request.url).searchParams;
  const asked = (name: 'model' | 'version'): string | undefined => {
    const [inQuery, elsewhere] = [query.get(name) ?? undefined, given[name]];
    if (inQuery === undefined || elsewhere === undefined || inQuery === elsewhere) return elsewhere ?? inQuery;
    throw new Problem('bad-request', `?${name}= is another ${name} than the request names besides; leave one out`);
  };
  return { model: asked('model'), version: asked('version') };
}
