/** The held-out molecules that the model gets most wrong: often the ones to learn from, or whose label to look up. */
import type { RunResults, TestRow } from '../../engine/protocol.ts';
import { Molecule } from '../parts/molecule.tsx';
import { short } from '../parts/numbers.ts';

const shown = 6;

export function WorstMolecules({ results, task }: { readonly results: RunResults; readonly task: number }) {
  const off = ({ labels, predictions }: TestRow): number => Math.abs(labels[task]! - predictions[task]!);
  const worst = results.test
    .filter(({ labels }) => !Number.isNaN(labels[task]!))
    .sort((a, b) => off(b) - off(a))
    .slice(0, shown);
  return (
    <>
      <h3>Most wrong about</h3>
      <ul class="molecules" aria-label="Molecules that the model is most wrong about">
        {worst.map((row) => (
          <li key={row.line}>
            <Molecule smiles={row.smiles} />
            <span class="value">{short(row.predictions[task])}</span>
            <span class="muted">
              {' '}
              predicted; {short(row.labels[task])} in line {row.line}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
