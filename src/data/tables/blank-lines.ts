/** Lines that hold nothing, between rows: who puts the rows beside those of another file counts them. Those at the end say nothing. */
export class BlankLines {
  #nextLine: number | undefined;
  #count = 0;
  #first = 0;

  /** `nextLine`: the line after the header; undefined in a part of a table, whose first row has none before it. */
  constructor(nextLine: number | undefined) {
    this.#nextLine = nextLine;
  }

  /** A row that begins in `line`, with the line after it. */
  row(line: number, nextLine: number): void {
    if (this.#nextLine !== undefined && line > this.#nextLine) {
      if (this.#count === 0) this.#first = this.#nextLine;
      this.#count += line - this.#nextLine;
    }
    this.#nextLine = nextLine;
  }

  notes(file: string): string[] {
    if (this.#count === 0) return [];
    return [`${file}: blank lines between rows, left out: ${this.#count} (the first is line ${this.#first}).`];
  }
}
