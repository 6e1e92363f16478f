/** Gives the reader a file. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click; a minute is enough for any file.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name for a file from what is in it, for instance table, property and kind of chart. */
export function fileStemOf(...parts: readonly string[]): string {
  return parts.map(fileStem).join('-');
}

/** A name for a file made from another one: no folders, no signs that a system refuses. */
export function fileStem(name: string): string {
  const stem = name.replace(/\.(csv|tsv|txt|smi|sdf|gz|zip|onnx)$/gi, '').replace(/\.(csv|tsv|txt|smi|sdf)$/i, '');
  return stem.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60) || 'molecules';
}
