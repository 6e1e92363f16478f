/** Items one after the other, `parallel` of them at a time, until the signal aborts; what an abort makes fail is left for the next time. */
export async function workThrough<Item>(
  items: readonly Item[],
  { parallel, signal }: { readonly parallel: number; readonly signal: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift()) {
      await work(item).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
