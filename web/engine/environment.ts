/** What this browser offers, and how much of it is taken. */
import { type Backend, backends, devices } from '../../src/index.web.ts';
import type { ComputingDevice, Environment } from './protocol.ts';

/** More threads than this share too little work in batches of these sizes (docs/performance.md). */
const mostThreads = 4;

export function environment(): Omit<Environment, 'storage'> {
  const isolated = globalThis.crossOriginIsolated === true;
  const cores = navigator.hardwareConcurrency ?? 1;
  const threads = isolated ? Math.min(mostThreads, cores) : 1;
  const reason = isolated
    ? `This page is isolated from other origins: a training computes on ${threads} of ${cores} cores, and two at once share them.`
    : 'Each training computes on one core: the server does not isolate this page from other origins, so the browser gives it no shared memory.';
  return { threads, crossOriginIsolated: isolated, reason, devices: computingDevices(), memoryGb: deviceMemory() };
}

/** Threads for each of some trainings that compute at the same time. */
export function threadsEach(trainings: number): number {
  return Math.max(1, Math.floor(environment().threads / trainings));
}

/** Those of the library's table that browsers have; a GPU gained too little where one was measured, so none is taken unasked (docs/performance.md). */
function computingDevices(): ComputingDevice[] {
  const here = backends.flatMap((backend): ComputingDevice[] => {
    const { inBrowsers, summary } = devices[backend];
    return inBrowsers ? [{ name: inBrowsers.option, backend, title: summary, ...missingHere(backend) }] : [];
  });
  const [onCpu, onGpu] = [false, true].map((isGpu) => here.filter(({ backend }) => isGpu === hasOwnMemory(backend!)));
  return [{ name: 'auto', backend: undefined, title: 'automatic: the CPU' }, ...onCpu!, ...onGpu!];
}

/** Whether there is a card behind it, only the first program on it tells. */
function missingHere(backend: Backend): { readonly missing?: string } {
  if (!hasOwnMemory(backend) || 'gpu' in navigator) return {};
  const why = isSecureContext
    ? 'This browser has no WebGPU.'
    : 'Browsers give WebGPU only to pages that come by HTTPS.';
  return { missing: `${why} ${devices[backend].inBrowsers?.advice ?? ''}`.trim() };
}

const hasOwnMemory = (backend: Backend): boolean => devices[backend].memory === 'its own';

/** What a page may take before the browser is likely to end it, in MB: a quarter of a small machine, half of a large one. */
export function memoryBudgetMb(): number {
  const gigabytes = deviceMemory() ?? (isHandheld() ? 3 : 8);
  return 1024 * gigabytes * (gigabytes <= 4 ? 0.25 : 0.5);
}

/** Not every browser tells it, and none more than 8 (some 32). */
function deviceMemory(): number | undefined {
  return (navigator as { readonly deviceMemory?: number }).deviceMemory;
}

function isHandheld(): boolean {
  return navigator.maxTouchPoints > 0 && Math.min(screen.width, screen.height) < 820;
}
