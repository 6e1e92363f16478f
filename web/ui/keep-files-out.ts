/** A file that is dropped beside the places for files would be opened by the browser instead of the page, with all that it trains. */
export function keepFilesOut(): void {
  for (const name of ['dragover', 'drop'] as const) addEventListener(name, (event) => event.preventDefault());
}
