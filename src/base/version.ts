/** Version of graphsam, the same as in package.json (a test compares them); browsers cannot read that file. */
export const version = '0.1.0';
