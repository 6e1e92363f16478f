/** How much of a measurement is done and how long the rest takes: stages of known length, each of one kind of evaluation. */
import type { EvaluationKind } from '../loss/network-loss.ts';

export interface WorkStage {
  readonly name: string;
  readonly kind: EvaluationKind;
  /** Evaluations of a batch, at most: a stage may end early. */
  readonly evaluations: number;
}

export interface WorkProgress {
  readonly stage: string;
  /** 0 to 1. */
  readonly share: number;
  readonly secondsLeft: number | undefined;
}

/** Before anything is measured: what an evaluation costs beside one of the loss. */
const usualCost: Readonly<Record<EvaluationKind, number>> = { loss: 1, gradient: 3, hessianProduct: 9 };

export class Workload {
  readonly #stages: readonly WorkStage[];
  #stage = 0;
  #done = 0;
  /** Of each kind: evaluations that were timed, and their seconds. */
  readonly #timed = new Map<EvaluationKind, { count: number; seconds: number }>();
  #running: { readonly kind: EvaluationKind; readonly since: number; readonly isFirst: boolean } | undefined;

  constructor(stages: readonly WorkStage[]) {
    this.#stages = stages;
  }

  /** The next stage of this name begins; what was planned before it is done or not needed. */
  begin(name: string): void {
    this.#stopClock();
    const next = this.#stages.findIndex((stage, index) => index > this.#stage && stage.name === name);
    if (next < 0) return;
    this.#stage = next;
    this.#done = 0;
  }

  /** An evaluation begins. */
  start(kind: EvaluationKind): WorkProgress {
    this.#stopClock();
    // The first of a kind compiles its computation and says nothing about the others.
    this.#running = { kind, since: performance.now(), isFirst: !this.#timed.has(kind) };
    if (this.#running.isFirst) this.#timed.set(kind, { count: 0, seconds: 0 });
    const progress = this.#progress();
    this.#done++;
    return progress;
  }

  #stopClock(): void {
    if (this.#running && !this.#running.isFirst) {
      const timed = this.#timed.get(this.#running.kind)!;
      timed.count++;
      timed.seconds += (performance.now() - this.#running.since) / 1000;
    }
    this.#running = undefined;
  }

  #progress(): WorkProgress {
    const unit = this.#secondsOfUnit();
    const costOf = ({ kind, evaluations }: WorkStage): number => evaluations * this.#cost(kind, unit);
    const left = this.#stages.slice(this.#stage).reduce((sum, stage) => sum + costOf(stage), 0) - this.#costDone(unit);
    const all = this.#stages.reduce((sum, stage) => sum + costOf(stage), 0);
    return {
      stage: this.#stages[this.#stage]!.name,
      share: Math.min(1, Math.max(0, 1 - left / all)),
      secondsLeft: unit === undefined ? undefined : Math.max(0, left),
    };
  }

  #costDone(unit: number | undefined): number {
    const { kind, evaluations } = this.#stages[this.#stage]!;
    return Math.min(this.#done, evaluations) * this.#cost(kind, unit);
  }

  #cost(kind: EvaluationKind, unit: number | undefined): number {
    const { count, seconds } = this.#timed.get(kind) ?? { count: 0, seconds: 0 };
    return count > 0 ? seconds / count : usualCost[kind] * (unit ?? 1);
  }

  /** Seconds of one evaluation of the loss, from whatever kind was timed. */
  #secondsOfUnit(): number | undefined {
    for (const [kind, { count, seconds }] of this.#timed) if (count > 0) return seconds / count / usualCost[kind];
    return undefined;
  }
}
