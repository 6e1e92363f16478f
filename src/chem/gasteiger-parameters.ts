/**
 * Electronegativity a + b q + c q^2 (volts, q in elementary charges) by element and hybridization. Source: Gasteiger and
 * Marsili, Tetrahedron 36 (1980) 3219, and the extension to P, Si, B, Be, Mg, Al of PyBabel, with the values that RDKit uses.
 */
export interface Electronegativity {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Mode = '*' | 'sp' | 'sp2' | 'sp3' | 'so' | 'so2';

const values: Readonly<Record<number, Partial<Record<Mode, readonly [a: number, b: number, c: number]>>>> = {
  1: { '*': [7.17, 6.24, -0.56] },
  4: { sp3: [3.845, 6.755, 3.165], sp2: [4.005, 6.725, 3.035] },
  5: { sp3: [5.98, 6.82, 1.605], sp2: [6.42, 6.807, 1.322] },
  6: { sp3: [7.98, 9.18, 1.88], sp2: [8.79, 9.32, 1.51], sp: [10.39, 9.45, 0.73] },
  7: { sp3: [11.54, 10.82, 1.36], sp2: [12.87, 11.15, 0.85], sp: [15.68, 11.7, -0.27] },
  8: { sp3: [14.18, 12.92, 1.39], sp2: [17.07, 13.79, 0.47] },
  9: { sp3: [14.66, 13.85, 2.31] },
  12: { sp2: [3.565, 5.572, 2.197], sp3: [3.3, 5.587, 2.447], sp: [4.04, 5.472, 1.823] },
  13: { sp3: [5.375, 4.953, 0.867], sp2: [5.795, 5.02, 0.695] },
  14: { sp3: [7.3, 6.567, 0.657], sp2: [7.905, 6.748, 0.443], sp: [9.065, 7.027, -0.002] },
  15: { sp3: [8.9, 8.24, 0.96], sp2: [9.665, 8.53, 0.735] },
  16: { sp3: [10.14, 9.13, 1.38], sp2: [10.88, 9.49, 1.33], so: [10.14, 9.13, 1.38], so2: [12, 10.81, 1.2] },
  17: { sp3: [11, 9.69, 1.35] },
  35: { sp3: [10.08, 8.47, 1.16] },
  53: { sp3: [9.9, 7.96, 0.96] },
};

/** What RDKit takes where the table has nothing: no electronegativity at all, which makes charges around it undefined. */
const unknown: Electronegativity = { a: 0, b: 0, c: 0 };

const table = new Map<string, Electronegativity>(
  Object.entries(values).flatMap(([atomicNumber, modes]) =>
    Object.entries(modes).map(([mode, [a, b, c]]) => [`${atomicNumber} ${mode}`, { a, b, c }] as const),
  ),
);

export function electronegativity(atomicNumber: number, mode: Mode | ''): Electronegativity {
  return table.get(`${atomicNumber} ${mode}`) ?? unknown;
}

export type { Mode as GasteigerMode };
