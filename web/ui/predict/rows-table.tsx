/** Predicted rows: structure, values with what bounds them, the most similar training molecule, the atoms on request. */
import type { OpenedModel, PredictedRow } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { Molecule, shortSmiles } from '../parts/molecule.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { inWordsOfThePage } from '../state/problem.ts';
import { AtomContributions } from './atom-contributions.tsx';
import { Doubt } from './doubt.tsx';
import type { RowsChoice } from './predicted-card.tsx';
import { PredictedValue } from './predicted-value.tsx';
import { SimilarMolecule } from './similar-molecule.tsx';
import { nextOrder } from './sort-keys.ts';
import { taskTitle } from './tasks.ts';

interface RowsTableProps {
  readonly model: OpenedModel;
  readonly choice: RowsChoice;
  readonly rows: readonly PredictedRow[];
  readonly label: string;
  readonly onChange: (changes: Partial<RowsChoice>) => void;
}

export function RowsTable({ model, choice, rows, label, onChange }: RowsTableProps) {
  const { card } = model;
  const hasSimilar = rows.some(({ prediction }) => prediction.applicability);
  const sortable = (column: number | 'similarity'): Pick<Column, 'sort'> => ({
    sort: {
      order: choice.sortBy !== column ? undefined : choice.descending ? 'descending' : 'ascending',
      onSort: () => onChange(nextOrder(choice, column)),
    },
  });
  const columns: readonly Column[] = [
    { name: 'Molecule' },
    ...card.tasks.map((_, task) => ({ name: taskTitle(card, task), whole: true, ...sortable(task) })),
    ...(hasSimilar ? [{ name: 'Most similar training molecule', whole: true, ...sortable('similarity') }] : []),
    { name: 'Atoms', whole: true },
  ];
  return (
    <Scroll label={label} tall>
      <CardTable columns={columns}>
        {rows.map((row) => (
          <CardRow
            key={`${row.line} ${row.smiles}`}
            columns={columns}
            cells={[
              <Structure key="structure" row={row} />,
              ...card.tasks.map((_, task) => <ValueCell key={task} model={model} row={row} task={task} />),
              ...(hasSimilar
                ? [
                    row.prediction.applicability && (
                      <SimilarMolecule key="similar" found={row.prediction.applicability} model={card} />
                    ),
                  ]
                : []),
              row.prediction.values && <AtomContributions key="atoms" smiles={row.smiles} model={model} />,
            ]}
          />
        ))}
      </CardTable>
    </Scroll>
  );
}

function Structure({ row: { smiles, label, line, prediction } }: { readonly row: PredictedRow }) {
  return (
    <>
      {prediction.values && <Molecule smiles={smiles} />}
      {label !== undefined && <bdi>{label.length > 60 ? `${label.slice(0, 59)}…` : label}</bdi>}
      <span class="code">{shortSmiles(smiles)}</span>
      <span class="small muted">line {line}</span>
    </>
  );
}

interface ValueCellProps {
  readonly model: OpenedModel;
  readonly row: PredictedRow;
  readonly task: number;
}

/** Why there is no prediction is said once, in the first column of values. */
function ValueCell({ model, row, task }: ValueCellProps) {
  const { values, reason } = row.prediction;
  if (values) {
    return (
      <>
        <PredictedValue model={model} row={row} task={task} />
        {task === 0 && <Doubt prediction={row.prediction} />}
      </>
    );
  }
  return task === 0 ? <>refused: {inWordsOfThePage(reason ?? '')}</> : null;
}
