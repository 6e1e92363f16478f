/** Workbooks of Excel as tables of text. The library that reads them is loaded with the first one. */
import { DataError, quoteCell } from '../../../src/index.web.ts';
import type { OpenedWorkbook, TableFile } from '../protocol.ts';

/** sheet: by its name; default: the first that has two rows. Throws DataError for a file that is no workbook, and for an empty one. */
export async function openWorkbook({ name, content }: TableFile, sheet?: string): Promise<OpenedWorkbook> {
  const { default: readSheets } = await import('read-excel-file/web-worker');
  const sheets = await readSheets(await content.arrayBuffer()).catch((cause: unknown) => {
    throw refused(
      name,
      `it is no workbook of Excel that can be read (${cause instanceof Error ? cause.message : cause})`,
    );
  });
  const filled = sheets.filter(({ data }) => data.length > 1);
  const chosen = sheets.find((one) => one.sheet === sheet) ?? filled[0];
  if (!chosen) throw refused(name, 'no sheet of the workbook has a header and a row');
  const lines = chosen.data.map((row) => row.map((cell) => quoteCell(cellText(cell))).join(','));
  const stem = name.replace(/\.xlsx$/i, '');
  const isOnly = sheets.length === 1;
  return {
    sheets: sheets.map((one) => one.sheet),
    sheet: chosen.sheet,
    table: { name: `${isOnly ? stem : `${stem} ${chosen.sheet}`}.csv`, content: new Blob([`${lines.join('\n')}\n`]) },
  };
}

/** Dates as ISO 8601, numbers with all their digits. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

function refused(where: string, what: string): DataError {
  const advice = 'Open it in a spreadsheet and save it as xlsx or as CSV (UTF-8).';
  return new DataError({ code: 'not-a-table', what, where, advice });
}
