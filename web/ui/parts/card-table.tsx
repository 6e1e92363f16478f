/**
 * A table whose rows become cards where the screen is narrow: every cell then says its column's name before its value. The roles are
 * written out, since a table that is not laid out as one is no longer read as one.
 */
import type { ComponentChildren } from 'preact';
import { Name } from './name.tsx';

export interface Column {
  readonly name: string;
  /** Numbers stand at the right. */
  readonly end?: boolean;
  /** Texts take a line of their own in a card. */
  readonly whole?: boolean;
  /** A click on its head sorts by it. */
  readonly sort?: { readonly order: 'ascending' | 'descending' | undefined; readonly onSort: () => void };
}

interface CardTableProps {
  readonly columns: readonly Column[];
  /** Rows of the kind CardRow. */
  readonly children: ComponentChildren;
}

/** Linters take a written role of a table for superfluous, which it is not here. */
const heardAs = (role: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell') => ({ role });

export function CardTable({ columns, children }: CardTableProps) {
  return (
    <table class="cards" {...heardAs('table')}>
      <thead {...heardAs('rowgroup')}>
        <tr {...heardAs('row')}>
          {columns.map(({ name, end, sort }) => (
            <th
              key={name}
              scope="col"
              {...heardAs('columnheader')}
              class={end ? 'end' : undefined}
              aria-sort={sort && (sort.order ?? 'none')}
            >
              {sort ? <SortButton name={name} {...sort} /> : <Name>{name}</Name>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...heardAs('rowgroup')}>{children}</tbody>
    </table>
  );
}

/** For the mouse: the keyboard has the menu above the table, which narrow screens have too. */
function SortButton({ name, order, onSort }: { readonly name: string } & NonNullable<Column['sort']>) {
  const mark = order === undefined ? '' : order === 'ascending' ? ' ↑' : ' ↓';
  return (
    <button type="button" class="sort" tabIndex={-1} onClick={onSort}>
      <Name>{name}</Name>
      <span aria-hidden="true">{mark}</span>
    </button>
  );
}

interface CardRowProps {
  readonly columns: readonly Column[];
  /** One a column. The first names the row. */
  readonly cells: readonly ComponentChildren[];
}

export function CardRow({ columns, cells: [name, ...cells] }: CardRowProps) {
  return (
    <tr {...heardAs('row')}>
      <th scope="row" {...heardAs('rowheader')}>
        {name}
      </th>
      {cells.map((cell, index) => {
        const column = columns[index + 1]!;
        return (
          <td key={column.name} {...heardAs('cell')} class={classOf(column)} data-column={column.name}>
            {cell}
          </td>
        );
      })}
    </tr>
  );
}

function classOf({ end, whole }: Column): string | undefined {
  return [end && 'end', whole && 'whole'].filter(Boolean).join(' ') || undefined;
}
