/** What the service counts, in Prometheus' text format: GET /metrics. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface ServiceMetrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status'>;
  readonly requestSeconds: Histogram<'route'>;
  readonly molecules: Counter<'model' | 'version' | 'outcome'>;
  readonly refused: Counter<'reason'>;
  readonly batchMolecules: Histogram;
  readonly batchSeconds: Histogram;
  readonly reloads: Counter<'outcome'>;
  readonly replacedThreads: Counter;
}

/** live: read whenever the metrics are. */
export function serviceMetrics(live: {
  readonly waiting: () => number;
  readonly models: () => readonly { readonly name: string; readonly version: string }[];
}): ServiceMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const about = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) => ({
    name: `graphsam_${name}`,
    help,
    labelNames,
    registers,
  });
  new Gauge({
    ...about('waiting_molecules', 'Molecules that are in no batch yet.', []),
    collect() {
      this.set(live.waiting());
    },
  });
  new Gauge({
    ...about('model_loaded', '1 for each model that is served.', ['model', 'version']),
    collect() {
      this.reset();
      for (const { name, version } of live.models()) this.set({ model: name, version }, 1);
    },
  });
  return {
    registry,
    requests: new Counter(about('requests_total', 'Requests by route and status.', ['route', 'status'])),
    requestSeconds: new Histogram({
      ...about('request_seconds', 'From the head of a request to the end of its answer.', ['route']),
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
    molecules: new Counter(
      about('molecules_total', 'Molecules by model and outcome: predicted, or a reason.', [
        'model',
        'version',
        'outcome',
      ]),
    ),
    refused: new Counter(about('refused_total', 'Requests that were refused, by reason.', ['reason'])),
    batchMolecules: new Histogram({
      ...about('batch_molecules', 'Molecules that were computed together.', []),
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    }),
    batchSeconds: new Histogram({
      ...about('batch_seconds', 'From giving a batch to a thread to its answer.', []),
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    }),
    reloads: new Counter(about('reloads_total', 'Models that were loaded or not, by outcome.', ['outcome'])),
    replacedThreads: new Counter(about('replaced_threads_total', 'Threads that broke down and were replaced.', [])),
  };
}
