/** Whether the service predicts: a molecule that every model can read goes the way of all others. */
import type { Service } from './service.ts';

const molecule = 'CCO';
/** A load balancer may ask ten times a second; the answer is as old as this at most. */
const freshMs = 1000;
const patienceMs = 10_000;

interface Known {
  readonly at: number;
  readonly ready: Promise<boolean>;
}

const known = new WeakMap<Service, Known>();

/** True if every model gave a value for it, just now or within the last second. */
export function isReady(service: Service): Promise<boolean> {
  const last = known.get(service);
  if (last && performance.now() - last.at < freshMs) return last.ready;
  const ready = predictsAll(service).catch(() => false);
  known.set(service, { at: performance.now(), ready });
  return ready;
}

async function predictsAll({ models, queue }: Service): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs);
  const answers = await Promise.all(models.all.map(({ id }) => queue.predict(id, [molecule], signal)));
  return answers.length > 0 && answers.every(([answer]) => answer?.values !== undefined);
}
