/** The training molecule that is most like a predicted one, and how much of that one training has never seen. */
import type { Applicability } from '../../engine/protocol.ts';
import { Molecule, shortSmiles } from '../parts/molecule.tsx';
import { short } from '../parts/numbers.ts';
import type { ModelTasks } from './tasks.ts';

interface SimilarMoleculeProps {
  readonly found: Applicability;
  readonly model: ModelTasks;
}

export function SimilarMolecule({ found, model: { tasks, classes } }: SimilarMoleculeProps) {
  const { smiles, similarity, labels, unseenEnvironments } = found;
  const known = tasks.flatMap((name, task) => {
    const label = labels[task]!;
    return Number.isNaN(label) ? [] : [`${name} ${classes?.[task]?.[label] ?? short(label)}`];
  });
  return (
    <>
      {smiles !== '' && <Molecule smiles={smiles} />}
      {smiles !== '' && <span class="code">{shortSmiles(smiles)}</span>}
      <p class="small">
        {`similarity ${similarity.toFixed(2)}${known.length > 0 ? `, ${known.join(', ')}` : ''}`}
        {unseenEnvironments > 0 &&
          `; ${Math.round(100 * unseenEnvironments)} % of the atoms in environments new to the model`}
      </p>
    </>
  );
}
