/** Makes docs/errors.md from the table of error codes: `npm run docs:errors`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorCodes } from '../src/base/error-codes.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

export const errorsPath = join(packageRoot(), 'docs/errors.md');

const introduction = `# Errors

<!-- Made from src/base/error-codes.ts by scripts/errors-docs.ts. Change it there. -->

Every error that graphsam throws on purpose is a \`GraphsamError\` with \`what\` (what was wrong),
\`where\` (file and line, or the setting), \`advice\` (what to do), and for programs \`code\`, \`path\`
(the setting, as a path into the configuration) and \`details\` (values). Messages may change between
versions, codes do not.

With \`--json\` the command line prints an error as one object with these fields: the code, and in
\`setting\` the path as a JSON pointer, for instance \`/split/sizes\`. The exit code is the kind of
error: 2 usage or configuration (\`ConfigError\`), 3 data (\`DataError\`), 4 model file or run
(\`CheckpointError\`), 5 the machine (\`MachineError\`), 1 a failed run (\`RunError\`, \`ShapeError\`) or a
defect of graphsam.

Messages name settings by their path in backquotes, \`\` \`data.censored: drop\` \`\`; the command line
shows them as options (\`--censored drop\`), the page by its labels.
`;

export function errorsDocument(): string {
  const rows = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return [introduction, '| code | meaning |', '|---|---|', ...rows, ''].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeWhole(errorsPath, errorsDocument());
  console.log(`wrote ${errorsPath}`);
}
