/** GROVER's learning rates (golden/grover/schedule.json). */
import { createSchedule } from '../../../src/optim/schedules/registry.ts';
import type { ParityResult } from '../part.ts';
import { Differences } from './difference.ts';

export interface GoldenSchedules {
  readonly cases: readonly {
    readonly warmup_epochs: number;
    readonly epochs: number;
    readonly steps_per_epoch: number;
    readonly init_lr: number;
    readonly max_lr: number;
    readonly final_lr: number;
    /** Optimizer step, counted from 1, and the rate in force. */
    readonly step_and_lr: readonly (readonly [number, number])[];
  }[];
}

const tolerance = 1e-12;

export function checkSchedules(file: string, golden: GoldenSchedules): ParityResult {
  const differences = new Differences();
  golden.cases.forEach((each, index) => {
    const { epochs, steps_per_epoch: stepsPerEpoch } = each;
    const schedule = createSchedule({
      name: 'warmup-exponential',
      warmupEpochs: each.warmup_epochs,
      totalEpochs: epochs,
      initialLearningRate: each.init_lr,
      learningRate: each.max_lr,
      finalLearningRate: each.final_lr,
    });
    for (const [count, rate] of each.step_and_lr) {
      const step = count - 1;
      const epoch = Math.floor(step / stepsPerEpoch);
      const clock = { step, epoch, stepInEpoch: step % stepsPerEpoch, stepsPerEpoch, epochs };
      differences.compare(`schedule ${index}, step ${count}`, [schedule.learningRate(clock)], [rate]);
    }
  });
  return differences.result(file, 'learning rates', tolerance);
}
