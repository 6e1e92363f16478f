/** The molecules of the test set that the model gets most wrong: often the ones to learn from, or whose label to look up. */
import type { RunResults, TestRow } from '../../engine/protocol.ts';
import { Molecule } from '../parts/molecule.tsx';
import { short } from '../parts/numbers.ts';

const shown = 6;

export function WorstMolecules({ results, task }: { readonly results: RunResults; readonly task: number }) {
  const hasSeveral = results.tasks.length > 1;
  const off = ({ errors }: TestRow): number => errors[task]!;
  const text = (value: string): string => (Number.isNaN(Number(value)) ? value : short(Number(value)));
  const worst = results.test
    .filter(({ labels }) => !Number.isNaN(labels[task]!))
    .sort((a, b) => off(b) - off(a))
    .slice(0, shown);
  return (
    <>
      <h3>Most wrong about</h3>
      {hasSeveral && <p class="muted">Error over all targets: {results.errorTitle}.</p>}
      <ul class="molecules" aria-label="Molecules that the model is most wrong about">
        {worst.map((row) => (
          <li key={row.line}>
            <Molecule smiles={row.smiles} />
            <span class="value">{text(row.shown[task]!.predicted)}</span>
            <span class="muted">
              {' '}
              predicted; {text(row.shown[task]!.measured)} in line {row.line}
              {hasSeveral && `; error over all targets ${short(row.error)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
