/** npm run results: makes docs/results.md and the README's table of results from the files of results/, without computing anything. */
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { documentPath, readmePath, readmeWithResults, resultsDocument } from './results/document.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  await writeWhole(documentPath, await resultsDocument());
  await writeWhole(readmePath, await readmeWithResults());
  console.log('wrote docs/results.md and the table of README.md');
});
