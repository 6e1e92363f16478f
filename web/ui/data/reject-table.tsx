/** The rows that were left out, each with its reason. */
import type { TableReport } from '../../engine/protocol.ts';
import { CardRow, CardTable, type Column } from '../parts/card-table.tsx';
import { More } from '../parts/more.tsx';
import { plural } from '../parts/numbers.ts';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { Scroll } from '../parts/scroll.tsx';

const columns: readonly Column[] = [
  { name: 'Line' },
  { name: 'Column' },
  { name: 'Cell' },
  { name: 'Why', whole: true },
];

export function RejectTable({ report }: { readonly report: TableReport }) {
  const { rejects, rejected, rejectsCsv } = report;
  if (rejected === 0) return null;
  return (
    <More title={`${plural(rejected, 'row or value', 'rows or values')} left out, and why`}>
      <Scroll label="Rows left out">
        <CardTable columns={columns}>
          {rejects.map(({ file, line, column, value, reason }) => (
            <CardRow
              key={`${file} ${line} ${column}`}
              columns={columns}
              cells={[
                <>
                  <span class="only-narrow">Line </span>
                  {line}
                </>,
                column,
                <span class="code">{value.slice(0, 80)}</span>,
                reason,
              ]}
            />
          ))}
        </CardTable>
      </Scroll>
      <div class="row">
        {rejected > rejects.length && <p class="small muted">The first {rejects.length} are shown.</p>}
        <SaveButton title="Download all" fileName={`${fileStem(report.name)}_rejects.csv`} make={() => rejectsCsv} />
      </div>
    </More>
  );
}
