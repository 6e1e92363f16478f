/** Ctrl-C while a run is trained: what is promised, and what is said at the end, are what is true of the run's folder by then. */
import { shellWord } from '../base/index.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import type { Output } from './output.ts';

interface RunToInterrupt {
  readonly folder: string;
  /** What it holds can be continued already. */
  readonly isResumed: boolean;
  /** That continues it. */
  readonly command: string;
}

/** As interruptible; `work` calls onStored once the folder holds a run. */
export async function interruptibleRun<Result>(
  output: Output,
  { folder, isResumed, command }: RunToInterrupt,
  work: (signal: AbortSignal, onStored: () => void) => Promise<Result>,
): Promise<Result> {
  let isStored = false;
  const promise = (): string =>
    isStored ? 'this batch is finished and everything saved' : 'it ends as soon as it can, and says what is saved';
  const onStored = (): void => {
    isStored = true;
  };
  try {
    return await interruptible(output, promise, (signal) => work(signal, onStored));
  } catch (error) {
    if (error instanceof Interrupted) reportEarlyEnd(output, isStored || isResumed ? { folder, command } : undefined);
    throw error;
  }
}

/** Before a step of this call. kept: what can be continued all the same. */
function reportEarlyEnd(output: Output, kept: Pick<RunToInterrupt, 'folder' | 'command'> | undefined): void {
  if (!kept) {
    output.result('Interrupted before the first step: nothing of the run was saved.', {
      kind: 'interrupted',
      resume: null,
    });
    return;
  }
  const resume = `graphsam ${kept.command} --resume ${shellWord(kept.folder)}`;
  output.result(`Interrupted before the next step; what was saved before stays.\nContinue: ${resume}`, {
    kind: 'interrupted',
    folder: kept.folder,
    resume,
  });
}
