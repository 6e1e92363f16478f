/**
 * How long the page's own thread computes at a stretch, from a trace of the browser. Time on the processor, not on the clock: on a
 * busy machine every task takes longer, and says nothing of the page.
 */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the trace began, and until the event ended. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly functionName?: string; readonly url?: string } };
}

/** What a user notices as a page that hangs (the browser's own measure of a long task), in microseconds. */
const longTask = 50_000;

/** Begins to watch; the function it gives ends that and fails if the thread computed for long. */
export async function watchMainThread(browser: Browser, page: Page): Promise<() => Promise<void>> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  return async () => {
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    assertResponsive(ofMainThreads(traceEvents));
  };
}

/**
 * What the page computes itself, it computes every epoch or for every run. A task or two that are long once, and not much longer,
 * are a virtual machine that was stopped by its host: the processor time of a thread goes on meanwhile.
 */
function assertResponsive(events: readonly TraceEvent[]): void {
  const tasks = events.filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined);
  assert.ok(tasks.length > 100, `the trace holds ${tasks.length} tasks only`);
  const long = tasks.filter(({ tdur }) => tdur! >= longTask).sort((a, b) => b.tdur! - a.tdur!);
  const isResponsive = long.length <= 2 && (long[0]?.tdur ?? 0) < 4 * longTask;
  assert.ok(isResponsive, `tasks of the main thread computed for long:\n${described(long.slice(0, 5), events)}`);
}

function ofMainThreads(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
}

/** The tasks with the longest of what ran in each. */
function described(tasks: readonly TraceEvent[], events: readonly TraceEvent[]): string {
  return tasks
    .flatMap((task) => {
      const within = events
        .filter(({ ts, name }) => name !== 'RunTask' && ts >= task.ts && ts < task.ts + (task.dur ?? 0))
        .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
        .slice(0, 4);
      return [milliseconds(task), ...within.map((event) => `  ${event.name} ${milliseconds(event)}, ${code(event)}`)];
    })
    .join('\n');
}

function milliseconds({ tdur = 0 }: TraceEvent): string {
  return `${(tdur / 1000).toFixed(1)} ms`;
}

function code({ args }: TraceEvent): string {
  return `${args?.data?.functionName ?? ''} ${args?.data?.url ?? ''}`.trim().slice(0, 100);
}
