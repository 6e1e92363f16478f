/** The rows of a predicted table that the reader has asked to see. */
import { useEffect, useState } from 'preact/hooks';
import type { OpenedModel, RowsQuery, RowsView, TablePrediction } from '../../engine/protocol.ts';
import { engine } from '../state/engine.ts';

/** What is shown until the next answer is there is the answer before. A table that was closed meanwhile keeps it. */
export function useRows(model: OpenedModel, table: TablePrediction, query: RowsQuery): RowsView | undefined {
  const [view, setView] = useState<RowsView>();
  useEffect(() => {
    let wanted = true;
    engine()
      .predictedRows(model, table, query)
      .then((found) => wanted && setView(found))
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [model.id, table.id, JSON.stringify(query)]);
  return view;
}
