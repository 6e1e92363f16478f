/** Learning-rate sequences (golden/schedules.json), to 1e-12 of the rate. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSchedule, type ScheduleConfig } from '../../src/optim/schedules/registry.ts';
import type { ParityPart, ParityResult } from './part.ts';

const file = 'schedules.json';
const tolerance = 1e-12;

interface NoamSequence {
  readonly warmup_epochs: number;
  readonly total_epochs: number;
  readonly steps_per_epoch: number;
  readonly init_lr: number;
  readonly max_lr: number;
  readonly final_lr: number;
  readonly fineTuneCoefficient: number;
  readonly lrUsed: readonly number[];
}

interface ScheduledOptimSequence {
  readonly factor: number;
  readonly dModel: number;
  readonly warmupSteps: number;
  readonly lrUsed: readonly number[];
}

export const schedulesParity: ParityPart = {
  path: file,
  async *check(folder) {
    const { noam = [], scheduledOptim = [] } = JSON.parse(await readFile(join(folder, file), 'utf8')) as {
      noam?: NoamSequence[];
      scheduledOptim?: ScheduledOptimSequence[];
    };
    for (const [index, sequence] of noam.entries()) {
      yield compare(`noam ${index}`, noamConfig(sequence), sequence.steps_per_epoch, sequence.lrUsed);
    }
    for (const [index, { factor, dModel, warmupSteps, lrUsed }] of scheduledOptim.entries()) {
      yield compare(`scheduledOptim ${index}`, { name: 'inverse-sqrt', factor, width: dModel, warmupSteps }, 1, lrUsed);
    }
  },
};

function noamConfig(sequence: NoamSequence): ScheduleConfig {
  return {
    name: 'warmup-exponential',
    warmupEpochs: sequence.warmup_epochs,
    totalEpochs: sequence.total_epochs,
    initialLearningRate: sequence.init_lr,
    learningRate: sequence.max_lr,
    finalLearningRate: sequence.final_lr,
    coefficient: sequence.fineTuneCoefficient,
    truncateCoefficient: true,
  };
}

function compare(
  what: string,
  config: ScheduleConfig,
  stepsPerEpoch: number,
  expected: readonly number[],
): ParityResult {
  const schedule = createSchedule(config);
  let largestAbsolute = 0;
  let largestRelative = 0;
  let note: string | undefined;
  for (const [step, rate] of expected.entries()) {
    const epoch = Math.floor(step / stepsPerEpoch);
    const epochs = Math.ceil(expected.length / stepsPerEpoch);
    const clock = { step, epoch, stepInEpoch: step % stepsPerEpoch, stepsPerEpoch, epochs };
    const difference = Math.abs(schedule.learningRate(clock) - rate);
    const relative = rate === 0 ? difference : difference / Math.abs(rate);
    largestAbsolute = Math.max(largestAbsolute, difference);
    if (relative <= largestRelative) continue;
    largestRelative = relative;
    note = `step ${step}: ${schedule.learningRate(clock)}, expected ${rate}`;
  }
  const passed = expected.length > 0 && largestRelative <= tolerance;
  return { file, what, largestAbsolute, largestRelative, tolerance, passed, ...(note !== undefined && { note }) };
}
