/** The side that is called: answers questions with the functions of an object, several at a time where they wait for something. */
import type { Channel } from './channel.ts';
import type { Answer, CallContext, Question } from './protocol.ts';
import { stopController } from './stop-signal.ts';
import { packError } from './transferred-error.ts';

/**
 * handlers: functions by name, for instance a module. Each gets the input and a CallContext, and returns what the caller gets, or a
 * promise of it. A caller that is gone means the same as its word to stop: calls are aborted, and once they have ended, so does the channel.
 */
export function serve(channel: Channel, handlers: object): void {
  const running = new Map<number, AbortController>();
  let onIdle: (() => void) | undefined;
  const whenIdle = (then: () => void): void => {
    onIdle = then;
    if (running.size === 0) then();
  };
  channel.listen({
    onMessage: (message) => {
      const question = message as Question;
      if (question.kind === 'abort') running.get(question.id)?.abort();
      if (question.kind === 'close') whenIdle(() => channel.post({ kind: 'closed' } satisfies Answer));
      if (question.kind === 'call') void run(question);
    },
    onEnd: () => {
      for (const controller of running.values()) controller.abort();
      whenIdle(() => void channel.close());
    },
  });

  async function run({ id, method, input, stopFlag }: Extract<Question, { kind: 'call' }>): Promise<void> {
    const controller = stopController(stopFlag);
    const { signal } = controller;
    const moved: Transferable[] = [];
    running.set(id, controller);
    const context: CallContext<unknown> = {
      onEvent: (event) => channel.post({ kind: 'event', id, event } satisfies Answer),
      signal,
      transfer: (...buffers) => void moved.push(...buffers),
    };
    try {
      const result = await handlerOf(handlers, method)(input, context);
      channel.post({ kind: 'result', id, result } satisfies Answer, moved);
    } catch (error) {
      const isStop = signal.aborted && error === signal.reason;
      channel.post(
        (isStop ? { kind: 'aborted', id } : { kind: 'error', id, error: packError(error) }) satisfies Answer,
      );
    } finally {
      running.delete(id);
      if (running.size === 0) onIdle?.();
    }
  }
}

/** Own functions only: what an object inherits (`constructor`) cannot be called from outside. */
function handlerOf(handlers: object, method: string): (input: unknown, context: CallContext<unknown>) => unknown {
  const handler = Object.hasOwn(handlers, method) ? (handlers as Record<string, unknown>)[method] : undefined;
  if (typeof handler === 'function') return handler as ReturnType<typeof handlerOf>;
  throw new TypeError(`no function ${method} is served here, only ${Object.keys(handlers).join(', ')}`);
}
