/**
 * What goes wrong with a request, as its caller sees it: a status, a word for programs and a sentence. Nothing else of an error
 * leaves the service: no path of the machine, no stack, no version.
 */
import { DataError, nameSettings } from '../base/index.ts';

/** Every status that a problem can have, by the word for programs. */
export const problemStatus = {
  'bad-request': 400,
  'no-key': 401,
  'not-found': 404,
  'method-not-allowed': 405,
  'slow-body': 408,
  'too-large': 413,
  'cannot-read': 422,
  busy: 429,
  internal: 500,
  unavailable: 503,
  deadline: 504,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  /** message: shown to the caller as it stands. */
  constructor(code: ProblemCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.headers = headers;
  }

  get status(): (typeof problemStatus)[ProblemCode] {
    return problemStatus[this.code];
  }
}

/** Parameters of a request that stand for settings. */
const parameterNames: Readonly<Record<string, string>> = {
  'data.smilesColumns': '?smiles_column=NAME',
  'data.header': '?header=false',
};

/** What the caller may know of any error. A table that cannot be read is the caller's; whatever else was not foreseen is ours. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DataError) {
    const sentence = [error.where, error.what].filter(Boolean).join(': ');
    return new Problem(
      'cannot-read',
      nameSettings(sentence, (path) => parameterNames[path] ?? path.split('.').at(-1)),
    );
  }
  return new Problem(
    'internal',
    'something went wrong here; the log of the service says what, under the id of this request',
  );
}
