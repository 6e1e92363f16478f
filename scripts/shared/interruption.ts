/** Aborts when the script is asked to stop: what is finished is kept, and the next start goes on from it. */
export function stopSignal(): AbortSignal {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  return abort.signal;
}
