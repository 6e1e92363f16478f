export { type Ablation, ablations, withoutAblationName } from './ablations.ts';
export type { Citation, MethodDefinition, Need, RuleDefinition } from './definition.ts';
export { describeOptimizers, evaluationsText, memoryText, type OptimizerDescription } from './describe.ts';
export type { LossPlace } from './method.ts';
export type { NoiseSource } from './noise.ts';
export type { Clock, Consistency, EvaluateOptions, Evaluation, Objective } from './objective.ts';
export {
  createOptimizer,
  type Optimizer,
  type OptimizerConfig,
  type OptimizerOptions,
  type StepReport,
} from './optimizer.ts';
export { describeOptions, type OptionDescription } from './options.ts';
export { methodDefinitions, optimizerDefinitions, optimizerNames, ruleDefinitions } from './registry.ts';
export { createSchedule, type ScheduleConfig, scheduleNames } from './schedules/registry.ts';
export type { Schedule } from './schedules/schedule.ts';
export type { OptimizerState, Scalar } from './state.ts';
export type { EvaluationCounts } from './step.ts';
