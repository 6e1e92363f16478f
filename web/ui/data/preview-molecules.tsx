/** The first molecules of the table, drawn. */
import type { TableReport } from '../../engine/protocol.ts';
import { Molecule } from '../parts/molecule.tsx';
import { short } from '../parts/numbers.ts';

const shown = 6;

export function PreviewMolecules({ report }: { readonly report: TableReport }) {
  return (
    <ul class="molecules" aria-label="First molecules of the table">
      {report.preview.slice(0, shown).map((row) => (
        <li key={row.line}>
          <Molecule smiles={row.smiles} />
          <span class="value">
            {row.labels
              .slice(0, 4)
              .map((label) => (typeof label === 'string' ? label : short(label)))
              .join(', ')}
          </span>
          <span class="muted"> line {row.line}</span>
        </li>
      ))}
    </ul>
  );
}
