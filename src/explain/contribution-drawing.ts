/** A molecule with its contributions as discs behind the atoms. */
import type { Chemistry } from '../chem/index.ts';
import { contributionColors } from './contribution-colors.ts';

export const drawingSize = { width: 320, height: 220 } as const;

export interface DrawnContributions {
  /** SMILES whose atoms are in the order of the contributions. */
  readonly smiles: string;
  readonly contributions: ArrayLike<number>;
  /** The contribution that gets the full color. Default: the largest of the molecule. */
  readonly scale?: number | undefined;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** An SVG; undefined if the toolkit cannot draw the molecule. */
export function drawContributions(chemistry: Chemistry, drawn: DrawnContributions): string | undefined {
  const { smiles, contributions, width = drawingSize.width, height = drawingSize.height } = drawn;
  const scale = drawn.scale ?? Math.max(...Array.from(contributions, Math.abs));
  const discs = contributionColors(contributions, scale > 0 ? scale : 1);
  return chemistry.draw(smiles, { width, height, discs });
}
