export { type Ablation, ablations, withoutAblationName } from './ablations.ts';
export { type Arithmetic, here } from './arithmetic.ts';
export { cautionsOf } from './cautions.ts';
export { createOptimizer } from './create-optimizer.ts';
export type { BaseRule, Citation, MethodDefinition, Need, RuleContext, RuleDefinition } from './definition.ts';
export { defineMethod, defineRule } from './definition.ts';
export { describeOptimizers, type OptimizerDescription } from './describe.ts';
export { partOffDevice } from './device-support.ts';
export { filterShape, sumPerFilter } from './family/filters.ts';
export type { LossPoint } from './method.ts';
export type { NoiseSource } from './noise.ts';
export type { Clock, Consistency, EvaluateOptions, Evaluation, Objective } from './objective.ts';
export type { Optimizer, OptimizerConfig, OptimizerOptions, StepReport } from './optimizer.ts';
export { type PerturbationWindow, windowText } from './perturbation-window.ts';
export {
  baseRuleNames,
  methodDefinitions,
  optimizerDefinitions,
  optimizerNames,
  registerOptimizer,
  ruleDefinitions,
} from './registry.ts';
export { defaultBaseRule } from './resolve-config.ts';
export { type ResolvedOptimizer, resolveOptimizer } from './resolve-optimizer.ts';
export {
  canonicalSchedule,
  createSchedule,
  type NamedSchedule,
  type ScheduleConfig,
  scheduleAliases,
  scheduleNames,
  scheduleSchemas,
} from './schedules/registry.ts';
export type { Schedule } from './schedules/schedule.ts';
export type { OptimizerState, Scalar } from './state.ts';
export type { EvaluationCounts, Step } from './step.ts';
