/** Pasted text as a table: SMILES, one a line, or molfiles as a drawing program copies them. */
import { quoteCell, type TableFile } from '../../engine/protocol.ts';

interface PastedTable {
  readonly file: TableFile;
  /** Empty where structures are no cells. */
  readonly smilesColumn: string;
}

export function pastedTable(text: string): PastedTable {
  if (isMolfile(text)) return { file: { name: 'pasted.sdf', content: new Blob([text]) }, smilesColumn: '' };
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const cells = lines.filter((line) => line !== '').map((line) => quoteCell(line));
  const content = new Blob([`${['smiles', ...cells].join('\n')}\n`]);
  return { file: { name: 'pasted.csv', content }, smilesColumn: 'smiles' };
}

function isMolfile(text: string): boolean {
  return /^M {2}END\s*$/m.test(text);
}
