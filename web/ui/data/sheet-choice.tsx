/** Which sheet of a workbook is the table, where it has several. */
import { ChoiceInput } from '../parts/inputs.tsx';
import { readSheet, workbook } from '../state/table.ts';

export function SheetChoice() {
  const book = workbook.value;
  if (!book || book.sheets.length < 2) return null;
  return (
    <ChoiceInput
      label={`Sheet of ${book.file.name}`}
      value={book.sheet}
      choices={book.sheets.map((sheet) => ({ value: sheet, title: sheet }))}
      onChange={(sheet) => void readSheet(book.file, sheet)}
    />
  );
}
