/** Names of the files of learning curves: table, property, chart. */
import { fileStemOf } from '../parts/save.ts';
import { results } from '../state/results.ts';
import { runs } from '../state/runs.ts';
import { lastReport, tableSource } from '../state/table.ts';

/** Of the runs on the page, or of the table while they are trained. */
export function curvesStem(chart: string): string {
  const [first] = results.value.values();
  const saved = runs.value[0]?.saved;
  const data = first?.data ?? saved?.data ?? tableSource.value?.files[0]?.name ?? 'run';
  const tasks = first?.tasks ?? saved?.found?.tasks ?? lastReport.value?.tasks ?? [];
  return fileStemOf(data, tasks.length === 1 ? tasks[0]! : `${tasks.length}-targets`, chart);
}
