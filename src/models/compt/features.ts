/** What CoMPT reads of one molecule. */
export interface ComptFeatures {
  readonly atomCount: number;
  /** [atoms, 115] */
  readonly atoms: Float32Array | Float64Array;
  /** Zero-based atoms of each bond, [bonds, 2]. */
  readonly bondAtoms: Int32Array;
  /** [bonds, 13] */
  readonly bonds: Float32Array;
  /** Bonds on the shortest path, -1 between fragments, [atoms, atoms]. */
  readonly distances: Int16Array | Int32Array;
}
