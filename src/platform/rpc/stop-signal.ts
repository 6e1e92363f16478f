/**
 * An AbortController whose signal also looks at shared memory whenever it is asked. A message alone would not do: a function whose awaits
 * are all of finished promises never lets its thread read messages.
 */
export function stopController(flag: Int32Array | undefined): AbortController {
  const controller = new AbortController();
  if (!flag) return controller;
  const { signal } = controller;
  const abortedGetter = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')!.get!;
  const isAborted = (): boolean => {
    if (!abortedGetter.call(signal) && Atomics.load(flag, 0) === 1) controller.abort();
    return abortedGetter.call(signal);
  };
  Object.defineProperties(signal, {
    aborted: { get: isAborted },
    throwIfAborted: {
      value: () => {
        if (isAborted()) throw signal.reason;
      },
    },
  });
  return controller;
}
