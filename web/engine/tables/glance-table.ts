/** The first look at a table, before anything is decided: columns with their first cells, and what they seem to hold. */
import { isRejection, parseTrainConfig, sampleRows, type Table } from '../../../src/index.web.ts';
import type { ColumnGlance, TableFile, TableGlance, TableOptions } from '../protocol.ts';
import { openChemistry } from '../site-files.ts';
import { openTable } from './open-files.ts';

const looked = 40;
const shown = 5;
const yesOrNo = /^(yes|no|true|false|active|inactive|pos|neg|positive|negative)$/i;

export async function glanceTable(file: TableFile, options: TableOptions): Promise<TableGlance> {
  const { header } = parseTrainConfig({ data: options }, 'the settings').data;
  const table = await openTable(file, header);
  const { name, format, delimiter } = table;
  return { name, format, delimiter, columns: await glanceColumns(table) };
}

export async function glanceColumns(table: Table): Promise<ColumnGlance[]> {
  const chemistry = await openChemistry();
  const { sample } = await sampleRows(table);
  return table.columns.map((name, column) => {
    const cells = sample.slice(0, looked).map((row) => row.cells[column]!.trim());
    const said = cells.filter((cell) => cell !== '');
    const most = (test: (cell: string) => boolean): boolean =>
      said.length > 0 && said.filter(test).length * 2 > said.length;
    const isNumber = (cell: string): boolean => Number.isFinite(Number(cell)) || yesOrNo.test(cell);
    const isMolecule = (cell: string): boolean =>
      !isNumber(cell) && !isRejection(chemistry.parse(cell.split(/\s/)[0]!));
    return { name, examples: cells.slice(0, shown), numeric: most(isNumber), molecules: most(isMolecule) };
  });
}
