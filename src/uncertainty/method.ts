/** What a way to say how far a prediction may be off has to define. Adding one: a file here, its test, a line in registry.ts. */

/** What of a model decides whether it can say it. */
export interface KnownModel {
  /** Models of an ensemble in the file; undefined: one. */
  readonly members?: number | undefined;
  /** The network says a variance with each value. */
  readonly saysVariance: boolean;
  /** Share of elements that the network drops while it is trained. */
  readonly dropout: number;
}

export interface UncertaintyMethod {
  readonly name: string;
  /** For help and documentation. */
  readonly summary: string;
  /** Why a model cannot say it, as a sentence without its full stop; undefined: it can. */
  unsupportedReason(model: KnownModel): string | undefined;
  /** It gives a number beside the value. */
  readonly hasOutput: boolean;
  /** Forward passes with dropout beside the prediction itself. */
  readonly dropoutPasses: number;
}
