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
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Begins to watch; the function it gives ends that and tells the longest task in milliseconds. */
export async function watchMainThread(browser: Browser, page: Page): Promise<() => Promise<number>> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  return async () => {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const mainThreads = new Set(
      trace.traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = trace.traceEvents.filter(
      ({ name, pid, tid, tdur }) => name === 'RunTask' && tdur !== undefined && mainThreads.has(`${pid} ${tid}`),
    );
    assert.ok(tasks.length > 100, `the trace holds ${tasks.length} tasks only`);
    return Math.max(...tasks.map(({ tdur }) => tdur! / 1000));
  };
}
