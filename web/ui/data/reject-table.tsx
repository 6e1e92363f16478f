/** The rows that were left out, each with its reason. */
import type { TableReport } from '../../engine/protocol.ts';
import { More } from '../parts/more.tsx';
import { plural } from '../parts/numbers.ts';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { Scroll } from '../parts/scroll.tsx';

export function RejectTable({ report }: { readonly report: TableReport }) {
  const { rejects, rejected, rejectsCsv } = report;
  if (rejected === 0) return null;
  return (
    <More title={`${plural(rejected, 'row')} or values left out, and why`}>
      <Scroll label="Rows left out">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Column</th>
              <th scope="col">Cell</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rejects.map((reject) => (
              <tr key={`${reject.file} ${reject.line} ${reject.column}`}>
                <td>{reject.line}</td>
                <td>{reject.column}</td>
                <td class="code">{reject.value.slice(0, 80)}</td>
                <td>{reject.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class="row">
        {rejected > rejects.length && <p class="small muted">The first {rejects.length} are shown.</p>}
        <SaveButton title="Download all" fileName={`${fileStem(report.name)}_rejects.csv`} make={() => rejectsCsv} />
      </div>
    </More>
  );
}
