/** The body of a request, bounded in size and in time. */
import type { z } from 'zod';
import { Problem } from './problem.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  /** Between two pieces of it. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** What to do about a body that is too large. Default: to send fewer molecules, or a table. */
  readonly advice?: string | undefined;
}

/** The pieces of a body as they come. Throws a Problem for one that is too large or stands still, or the signal's reason. */
export async function* bodyOf(request: Request, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  const { idleMs, signal } = limits;
  refuseLength(Number(request.headers.get('content-length') ?? 0), limits);
  const reader = request.body?.getReader();
  if (!reader) return;
  let received = 0;
  let isWhole = false;
  try {
    for (;;) {
      const next = await withinTime(reader.read(), idleMs, signal);
      if (next.done) break;
      received += next.value.length;
      refuseLength(received, limits);
      yield next.value;
    }
    isWhole = true;
  } finally {
    if (!isWhole) reader.cancel().catch(() => {});
  }
}

/** Throws a Problem for what is no JSON, or not of this shape. */
export async function jsonOf<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limits: BodyLimits,
): Promise<z.output<Schema>> {
  if (request.headers.has('content-encoding')) {
    throw new Problem('bad-request', 'JSON is read as it is, without Content-Encoding; tables may be gzipped');
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  let value: unknown;
  try {
    for await (const piece of bodyOf(request, limits)) pieces.push(decoder.decode(piece, { stream: true }));
    value = JSON.parse(pieces.join('') + decoder.decode());
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem('bad-request', 'the body is no JSON');
    if (error instanceof TypeError) throw new Problem('bad-request', 'the body is not text in UTF-8');
    throw error;
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const problem = checked.error.issues[0]!;
  const where = problem.path.length === 0 ? 'the body' : problem.path.join('.');
  throw new Problem('bad-request', `${where}: ${problem.message}; /openapi.json describes what is expected`);
}

const fewerMolecules = 'send fewer molecules at a time, or a table to /predict';

/** Throws a Problem for more bytes than a body may have. */
export function refuseLength(
  bytes: number,
  { maxBytes, advice = fewerMolecules }: Pick<BodyLimits, 'maxBytes' | 'advice'>,
  body = 'the body',
): void {
  if (bytes <= maxBytes) return;
  throw new Problem('too-large', `${body} is larger than ${maxBytes / 1e6} MB; ${advice}`, { Connection: 'close' });
}

async function withinTime<Value>(promise: Promise<Value>, idleMs: number, signal: AbortSignal): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    const late = new Problem('slow-body', `nothing of the body came for ${idleMs / 1000} s`, { Connection: 'close' });
    timer = setTimeout(() => reject(late), idleMs);
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort!);
    promise.catch(() => {});
  }
}
