/** The columns, what each is taken for, and a way to say otherwise. */
import type { ColumnReport } from '../../engine/protocol.ts';
import { More } from '../parts/more.tsx';
import { Name, Names } from '../parts/name.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { changeTableOptions } from '../state/table.ts';

type Role = ColumnReport['role'];

const roles: readonly { readonly value: Role; readonly title: string }[] = [
  { value: 'smiles', title: 'structure' },
  { value: 'target', title: 'learn this' },
  { value: 'splits', title: 'part' },
  { value: 'ignored', title: 'ignore' },
];

interface ColumnTableProps {
  readonly columns: readonly ColumnReport[];
  readonly open?: boolean;
}

export function ColumnTable({ columns, open }: ColumnTableProps) {
  const change = (name: string, role: Role): void => {
    const changed = columns.map((column) => (column.name === name ? { ...column, role } : column));
    const named = (wanted: Role): string[] => changed.filter((one) => one.role === wanted).map((one) => one.name);
    // There is one column of structures: the newly chosen one takes the place of the other.
    const smiles = role === 'smiles' ? [name] : named('smiles');
    changeColumns({
      smilesColumns: orNothing(smiles),
      targetColumns: orNothing(named('target')),
      splitsColumn: named('splits').at(-1),
    });
  };
  const found = columns.filter(({ role }) => role !== 'ignored').map(({ name }) => name);
  const title = !columns.some(({ role }) => role === 'target') ? (
    'Columns: choose the structures and what to learn'
  ) : (
    <>
      Columns: <Names all={found} most={8} />
      {columns.length > found.length && `, and ${columns.length - found.length} ignored`}
    </>
  );
  return (
    <More title={title} open={open ?? false}>
      <Scroll label="Columns of the table">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Taken for</th>
              <th scope="col">First cells</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">
                  <Name>{column.name}</Name>
                </th>
                <td>
                  <select
                    aria-label={`What ${column.name} is`}
                    value={column.role}
                    onChange={(event) => change(column.name, event.currentTarget.value as Role)}
                  >
                    {roles.map(({ value, title }) => (
                      <option key={value} value={value} selected={value === column.role}>
                        {title}
                      </option>
                    ))}
                  </select>
                </td>
                <td class="code">
                  <Name>
                    {column.examples
                      .slice(0, 3)
                      .map((cell) => cell.slice(0, 40))
                      .join(', ')}
                  </Name>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </More>
  );
}

/** Without a choice the library finds the columns by itself. */
function orNothing(names: readonly string[]): string[] | undefined {
  return names.length > 0 ? [...names] : undefined;
}

function changeColumns(columns: {
  readonly smilesColumns: string[] | undefined;
  readonly targetColumns: string[] | undefined;
  readonly splitsColumn: string | undefined;
}): void {
  void changeTableOptions(columns);
}
