/** What a probed training writes down: plain records, read again by reports (training/probe.ts measures them). */

/** A line of probe.jsonl. */
export interface ProbeRecord {
  /** From 1. */
  readonly epoch: number;
  /** Steps of the training so far, this one counted. */
  readonly step: number;
  readonly rho: number | null;
  /** ||g||, ||u||. */
  readonly perturbationNorm: number;
  readonly updateNorm: number;
  /**
   * p^T H p / ||p||^2, of the step's own loss along its perturbation p, the mean over the way from w to w + p; null where the step does
   * not perturb, and in older runs.
   */
  readonly curvature: number | null;
  /** null where nothing is approximated: another optimizer than GraphSAM, a step that does not perturb, or an anchor step, which perturbs along g. */
  readonly approximation: ProbedApproximation | null;
  /** Against the step before; null if that was not probed. */
  readonly change: { readonly perturbation: GradientChange; readonly update: GradientChange } | null;
}

export interface ProbedApproximation {
  /** Between d and g. */
  readonly cosine: number;
  /** ||d|| / ||g||. */
  readonly normRatio: number;
  readonly lossGap: number;
}

export interface GradientChange {
  /** Between the two. */
  readonly cosine: number;
  /** ||new - old|| / ||old||. */
  readonly relative: number;
}

/** A whole run's probe in a few numbers: medians, null where nothing was measured. */
export interface ProbeSummary {
  readonly probes: number;
  readonly cosine: number | null;
  readonly normRatio: number | null;
  readonly lossGap: number | null;
  /** Median relative change between neighboring steps. */
  readonly perturbationChange: number | null;
  readonly updateChange: number | null;
}
