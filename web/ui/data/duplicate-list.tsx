/** Structures that stand in the table more than once. */
import type { DuplicateReport } from '../../engine/protocol.ts';
import { shortSmiles } from '../parts/molecule.tsx';
import { More } from '../parts/more.tsx';
import { plural } from '../parts/numbers.ts';

export function DuplicateList({ duplicates }: { readonly duplicates: DuplicateReport }) {
  const { same, contradictory, examples } = duplicates;
  if (same + contradictory === 0) return null;
  return (
    <More
      title={`${plural(same + contradictory, 'structure')} in several rows, ${contradictory} of them with labels that differ`}
    >
      <ul class="small">
        {examples.map(({ lines, smiles, contradictory: differ }) => (
          <li key={lines.join()}>
            lines {lines.join(', ')}: <span class="code">{shortSmiles(smiles)}</span>
            {differ && ' (labels differ)'}
          </li>
        ))}
      </ul>
    </More>
  );
}
