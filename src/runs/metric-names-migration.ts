/**
 * Metrics of graphsam 0.1.0 under the names of today. It called average precision prc-auc, and the area under the precision-recall
 * curve by trapezoids, which the field calls so, prc-auc-trapezoid. The first of `metrics` chose the epoch where none was named.
 */
type Json = Readonly<Record<string, unknown>>;

const names: Readonly<Record<string, string>> = {
  prcauc: 'average-precision',
  prc: 'average-precision',
  prauc: 'average-precision',
  averageprecision: 'average-precision',
  prcauctrapezoid: 'prc-auc',
  prauctrapezoid: 'prc-auc',
};

/** The section `training` of a configuration. */
export function trainingWithPresentMetrics(training: Json): Json {
  const { metrics, trackingMetric } = training;
  const reported = Array.isArray(metrics) ? metrics.map(present) : undefined;
  const tracked = trackingMetric === undefined ? reported?.[0] : present(trackingMetric);
  return {
    ...training,
    ...(reported && { metrics: reported }),
    ...(tracked !== undefined && { trackingMetric: tracked }),
  };
}

/** Values by the name of their metric, at any depth. */
export function valuesOfPresentMetrics(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(valuesOfPresentMetrics);
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [presentKey(name), valuesOfPresentMetrics(value)]),
  );
}

/** A metrics.jsonl, line by line; a line that is no JSON stays as it is, for its reader to refuse. */
export function epochsOfPresentMetrics(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      try {
        return JSON.stringify(valuesOfPresentMetrics(JSON.parse(line)));
      } catch {
        return line;
      }
    })
    .join('\n');
}

/** The tracked metric of a checkpoint: `prc-auc, standardized`. */
export function trackedUnderPresentName(tracked: string): string {
  const [name, ...rest] = tracked.split(', ');
  return [present(name), ...rest].join(', ');
}

function present(name: unknown): unknown {
  return typeof name === 'string' ? (names[name.replace(/[-_ ]/g, '').toLowerCase()] ?? name) : name;
}

/** As results spelled them. */
function presentKey(name: string): string {
  return name === 'prc-auc' || name === 'prc-auc-trapezoid' ? String(present(name)) : name;
}
