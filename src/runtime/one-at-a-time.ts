/**
 * Sessions of a build that computes one thing at a time and refuses a second call meanwhile (WebAssembly with asyncify, which waits for
 * the GPU in the middle of a call): each call waits for the one before it, whichever session it is of.
 */
import type { RuntimePackage, RuntimeSession } from './session-program.ts';

/** The last call of this thread. */
let last: Promise<unknown> = Promise.resolve();

export function oneAtATime(runtime: RuntimePackage): RuntimePackage {
  return {
    ...runtime,
    createSession: async (model, options) => ordered(await inTurn(() => runtime.createSession(model, options))),
  };
}

function ordered(session: RuntimeSession): RuntimeSession {
  const { inputNames, outputNames, inputMetadata } = session;
  return {
    inputNames,
    outputNames,
    inputMetadata,
    run: (feeds, fetches) => inTurn(() => session.run(feeds, fetches)),
    release: () => inTurn(() => session.release()),
  };
}

function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  const mine = last.then(act, act);
  last = mine;
  return mine;
}
