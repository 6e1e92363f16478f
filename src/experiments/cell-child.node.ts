/**
 * The process of one training. It obeys the process that began it and nothing else: Ctrl-C, which a terminal sends to all processes at once, is
 * left to the parent, and a parent that is gone means the same as its word to stop. Then the batch is finished and everything saved.
 */
import { runBaseline } from '../baselines/index.node.ts';
import { packError } from '../platform/index.ts';
import type { RunEvent } from '../runs/index.ts';
import { resumeRun, trainRun } from '../training/index.node.ts';
import type { CellOrder, FromCell, ToCell } from './cell-messages.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => controller.abort());
process.on('message', (message: ToCell) => {
  if (message.kind === 'stop') return controller.abort();
  void obey(message).then(endWith, (error) => endWith({ kind: 'failed', error: packError(error) }));
});

async function obey({ config, folder, resume, baseline }: CellOrder): Promise<FromCell> {
  if (baseline !== undefined) {
    await runBaseline(config, baseline, { folder, overwrite: true });
    return { kind: 'ended', status: 'finished' };
  }
  const hooks = { onEvent: progressTeller(), signal: controller.signal };
  // Whatever lies there came no further than its first checkpoint, or it would be continued.
  const { status } = await (resume ? resumeRun(folder, hooks) : trainRun(config, { folder, overwrite: true }, hooks));
  return { kind: 'ended', status };
}

/** Tells how much of the training is done, epoch by epoch. */
function progressTeller(): (event: RunEvent) => void {
  let epochs = 1;
  return (event) => {
    if (event.kind === 'start') epochs = event.epochs;
    if (event.kind === 'epoch') tell({ kind: 'progress', share: event.report.epoch / epochs });
  };
}

function tell(message: FromCell): void {
  if (process.connected) process.send?.(message);
}

function endWith(message: FromCell): void {
  const leave = (): void => process.exit(0);
  if (process.connected) process.send?.(message, leave);
  else leave();
}
