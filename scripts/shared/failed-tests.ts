/** What failed in a test run, once more at its end, as comments of TAP, since of a long output often only the end is kept. */
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

/** Lines of an error that are repeated; the whole of it stands where the test ended. */
const linesOfAnError = 30;

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data'];

export function* failedTests(events: readonly TestEvent[]): Generator<string> {
  const failures = events.flatMap(({ type, data }) =>
    type === 'test:fail' && !repeatsThoseInside(data) ? [data] : [],
  );
  if (failures.length === 0) return;
  yield `# failed: ${failures.length}
`;
  for (const failure of failures) yield described(failure);
}

/** A suite or file fails by what is inside it, which is listed itself. */
function repeatsThoseInside({ details }: Failure): boolean {
  return (details.error as { failureType?: string }).failureType === 'subtestsFailed';
}

function described({ name, file, line, details }: Failure): string {
  const where = file === undefined ? '' : ` (${relative(process.cwd(), file)}${line === undefined ? '' : `:${line}`})`;
  const { cause = details.error } = details.error;
  const lines = inspect(cause).split('\n').slice(0, linesOfAnError);
  return [`not ok: ${name}${where}`, ...lines.map((text) => `  ${text}`)].map((text) => `# ${text}\n`).join('');
}
