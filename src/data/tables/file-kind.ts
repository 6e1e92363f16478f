/** Recognizing, from its first bytes, a file that is not the text table it was taken for. */
import { DataError } from '../../base/index.ts';

interface Kind {
  readonly what: string;
  readonly advice: string;
  readonly matches: (head: Uint8Array, text: string) => boolean;
}

const starts =
  (...bytes: number[]) =>
  (head: Uint8Array): boolean =>
    bytes.every((byte, at) => head[at] === byte);
const saveAsCsv = 'Open it there and save it as CSV (UTF-8).';

const kinds: readonly Kind[] = [
  { what: 'an Excel workbook (xlsx) or another zip archive', advice: saveAsCsv, matches: starts(0x50, 0x4b, 3, 4) },
  { what: 'an old Excel workbook (xls)', advice: saveAsCsv, matches: starts(0xd0, 0xcf, 0x11, 0xe0) },
  {
    what: 'a Parquet file',
    advice: 'Convert it to CSV first, for instance with pandas: read_parquet(...).to_csv(..., index=False).',
    matches: starts(0x50, 0x41, 0x52, 0x31),
  },
  { what: 'an HDF5 file', advice: 'Export the table as CSV first.', matches: starts(0x89, 0x48, 0x44, 0x46) },
  { what: 'a picture (PNG)', advice: 'A table of SMILES as text is needed.', matches: starts(0x89, 0x50, 0x4e, 0x47) },
  { what: 'a picture (JPEG)', advice: 'A table of SMILES as text is needed.', matches: starts(0xff, 0xd8, 0xff) },
  { what: 'a PDF document', advice: 'Export the table as CSV first.', matches: starts(0x25, 0x50, 0x44, 0x46) },
  {
    what: 'a SQLite database',
    advice: 'Export the table as CSV first.',
    matches: (_, text) => /^SQLite format/.test(text),
  },
  {
    what: 'a Zstandard archive',
    advice: 'Unpack it first; gzip is read directly.',
    matches: starts(0x28, 0xb5, 0x2f, 0xfd),
  },
  {
    what: 'a bzip2 archive',
    advice: 'Unpack it first; gzip is read directly.',
    matches: (_, text) => /^BZh[1-9]/.test(text),
  },
  { what: 'an xz archive', advice: 'Unpack it first; gzip is read directly.', matches: starts(0xfd, 0x37, 0x7a, 0x58) },
  {
    what: 'a web page (HTML)',
    advice: 'A download may have ended on a log-in or error page; fetch the file itself.',
    matches: (_, text) => /^\s*<(!doctype|html|\?xml)/i.test(text),
  },
  {
    what: 'the pointer of Git LFS to it',
    advice: 'Fetch the file itself: git lfs pull.',
    matches: (_, text) => text.startsWith('version https://git-lfs.github.com/spec/'),
  },
  {
    what: 'JSON',
    advice: 'Convert it to CSV first, for instance with pandas: read_json(...).to_csv(..., index=False).',
    matches: (_, text) => /^\s*(\{\s*["}\n]|\[\s*[[{"\]])/.test(text),
  },
];

/** Throws DataError naming the format, if the head of a file shows that it is no UTF-8 text table. */
export function refuseOtherKinds(head: Uint8Array, name: string): void {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 64));
  const kind = kinds.find(({ matches }) => matches(head, text));
  if (kind) {
    const { what, advice } = kind;
    throw new DataError({
      code: 'not-a-table',
      what: `expected a table as UTF-8 text (CSV, TSV, smi, sdf) and found ${what}`,
      where: name,
      advice,
    });
  }
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}
