/**
 * What ONNX Runtime writes when it profiles a session: trace events, one for each time a node ran. A Scan's event spans those
 * of the nodes in its body, which are events too; so that nothing counts twice, a node's own time is its duration less that of the
 * nodes that ran inside it, and nodes of a body are named after it: `Scan: MatMul`.
 */
/** Times in microseconds. */
export interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** One node each time it ran. */
export interface NodeTime {
  /** Its ONNX operator, after that of the node whose body it is in. */
  readonly operator: string;
  /** Shapes of its inputs, for instance `float[770,256] float[256,256]`. */
  readonly shapes: string;
  readonly ownMs: number;
}

/** One run of the computation. */
export interface TracedRun {
  readonly totalMs: number;
  readonly nodes: readonly NodeTime[];
}

export function readTrace(events: readonly TraceEvent[]): TracedRun[] {
  const runs = events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run');
  const nodes = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('kernel_time'));
  return runs.map((run) => ({ totalMs: run.dur / 1000, nodes: ownTimes(nodes.filter((node) => isWithin(node, run))) }));
}

const isWithin = (inner: TraceEvent, outer: TraceEvent): boolean =>
  inner.ts >= outer.ts && inner.ts + inner.dur <= outer.ts + outer.dur;

interface OpenNode {
  readonly event: TraceEvent;
  readonly operator: string;
  insideUs: number;
}

/** Walks the nodes in order of time, with those that have not ended on a stack. */
function ownTimes(events: readonly TraceEvent[]): NodeTime[] {
  const times: NodeTime[] = [];
  const open: OpenNode[] = [];
  const close = (): void => {
    const { event, operator, insideUs } = open.pop()!;
    times.push({ operator, shapes: showShapes(event), ownMs: (event.dur - insideUs) / 1000 });
  };
  // Of two that begin together, the longer one holds the shorter one.
  for (const event of events.toSorted((left, right) => left.ts - right.ts || right.dur - left.dur)) {
    while (open.length > 0 && !canHold(open.at(-1)!.event, event)) close();
    const holder = open.at(-1);
    if (holder) holder.insideUs += event.dur;
    const own = String(event.args?.op_name);
    open.push({ event, operator: holder ? `${holder.operator}: ${own}` : own, insideUs: 0 });
  }
  while (open.length > 0) close();
  return times;
}

/** Only loops hold others: clocks are rounded to microseconds, so neighbors can seem to overlap. */
function canHold(outer: TraceEvent, inner: TraceEvent): boolean {
  return ['Scan', 'Loop', 'If'].includes(String(outer.args?.op_name)) && isWithin(inner, outer);
}

function showShapes({ args }: TraceEvent): string {
  const inputs = (args?.input_type_shape ?? []) as readonly Readonly<Record<string, readonly number[]>>[];
  return inputs.map((input) => Object.entries(input).map(([type, dims]) => `${type}[${dims}]`)).join(' ');
}

export interface TraceRow {
  readonly name: string;
  /** How often it ran in one step. */
  readonly count: number;
  /** Time spent in it in one step. */
  readonly ms: number;
}

/** Time and count a step by the key of each node, largest time first. */
export function timesBy(runs: readonly TracedRun[], steps: number, key: (node: NodeTime) => string): TraceRow[] {
  const found = new Map<string, { count: number; ms: number }>();
  for (const node of runs.flatMap(({ nodes }) => nodes)) {
    const sum = found.get(key(node)) ?? { count: 0, ms: 0 };
    found.set(key(node), { count: sum.count + 1, ms: sum.ms + node.ownMs });
  }
  const rows = [...found].map(([name, { count, ms }]) => ({ name, count: count / steps, ms: ms / steps }));
  return rows.sort((left, right) => right.ms - left.ms);
}
