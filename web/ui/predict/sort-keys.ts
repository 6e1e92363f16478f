/** The orders that predicted rows can have, as values of a menu. */
import type { OpenedModel } from '../../engine/protocol.ts';
import type { Choice } from '../parts/inputs.tsx';
import type { RowsChoice } from './predicted-card.tsx';

type Order = Required<Pick<RowsChoice, 'sortBy' | 'descending'>>;

export function sortText({ sortBy = 'line', descending = false }: RowsChoice): string {
  return JSON.stringify({ sortBy, descending } satisfies Order);
}

export function sortKeys({ tasks }: OpenedModel['card']): Choice[] {
  const both = (sortBy: Order['sortBy'], name: string): Choice[] => [
    { value: sortText({ sortBy, descending: true }), title: `${name}, highest first` },
    { value: sortText({ sortBy, descending: false }), title: `${name}, lowest first` },
  ];
  return [
    { value: sortText({}), title: 'As in the table' },
    ...tasks.flatMap((name, task) => both(task, name)),
    ...both('similarity', 'Similarity to the training set'),
  ];
}

/** The next order when the head of a column is clicked: highest first, lowest first, as in the table. */
export function nextOrder({ sortBy, descending }: RowsChoice, column: number | 'similarity'): Order {
  if (sortBy !== column) return { sortBy: column, descending: true };
  return descending ? { sortBy: column, descending: false } : { sortBy: 'line', descending: false };
}
