/** Times that a request has: the whole of it, or between two signs of life. */
import { Problem } from './problem.ts';

export interface Deadline {
  /** Aborted with a Problem, or with the reason of the signal it was made from. */
  readonly signal: AbortSignal;
  end(): void;
}

/** caller: aborted when the caller is gone. */
export function deadline(seconds: number, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  const late = (): void =>
    controller.abort(new Problem('deadline', `not answered within ${seconds} s; send fewer molecules, or a table`));
  const gone = (): void => controller.abort(caller.reason);
  const timer = setTimeout(late, seconds * 1000);
  if (caller.aborted) gone();
  caller.addEventListener('abort', gone);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', gone);
    },
  };
}
