/** A process that trains in a run folder until it is done or killed: started by kill.node.test.ts. */
import { setTimeout } from 'node:timers/promises';
import { fakeLabels, fakeSession } from '../objective/fake-session.test.helper.ts';
import { createOptimizer } from '../optim/index.ts';
import { exampleRunFile } from '../runs/run-file.test.helper.ts';
import { openRunFolder } from '../runs/run-folder.node.ts';
import { findMetric } from '../tasks/index.ts';
import { fitModel } from './trainer.ts';

export async function trainIn(
  path: string,
  mode: 'new' | 'resume',
  pauseMs = 0,
  onStart = (): void => {},
): Promise<Uint8Array> {
  const rows = 40;
  const session = fakeSession(rows);
  const optimizer = createOptimizer({ name: 'graphsam' }, session.layout);
  const slow: typeof optimizer = {
    ...optimizer,
    step: async (...step) => {
      await setTimeout(pauseMs);
      return optimizer.step(...step);
    },
  };
  const part = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
  const folder = await openRunFolder(path, { mode });
  try {
    if (mode === 'new') await folder.writeRun(exampleRunFile());
    const result = await fitModel({
      session,
      optimizer: slow,
      data: { train: part(0, 26), val: part(26, 33), test: part(33, rows), labels: fakeLabels(rows) },
      epochs: 12,
      batchSize: 8,
      metrics: [findMetric('rmse')],
      seed: 5,
      store: folder,
      onEvent: ({ kind }) => {
        if (kind === 'start') onStart();
      },
    });
    if (result.status !== 'finished') throw new Error('was not finished');
    return new Uint8Array(result.weights.slice().buffer);
  } finally {
    await folder.close();
  }
}
