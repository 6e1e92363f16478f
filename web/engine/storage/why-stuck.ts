/** Whether a run can be taken up here: its tables are at hand, and nothing else that lies in files of another machine is needed. */
import { baseName } from '../../../src/index.web.ts';
import type { TrainConfig } from '../protocol.ts';
import type { StoredRunRecord } from './run-database.ts';

/** A summary with what to do; undefined for a run that was begun here, or came with all that it needs. */
export function whyStuck({ from, files, config, data }: StoredRunRecord): string | undefined {
  if (from === undefined && files) return undefined;
  const elsewhere = otherFile(config);
  if (elsewhere) return `${elsewhere}. ${onTheCommandLine}`;
  if (isFolded(config)) return `It is one fold of several, and a page trains one split at a time. ${onTheCommandLine}`;
  if (files) return undefined;
  return `Its table (${data}) is not here as it was. Choose it in step 1, or put it into the zip, and open the zip again.`;
}

const onTheCommandLine = 'The command line goes on with it: graphsam train --resume.';

export function isFolded({ split }: TrainConfig): boolean {
  return split.type === 'cv' || (split.folds ?? 1) > 1;
}

function otherFile({ data, split }: TrainConfig): string | undefined {
  if (data.featuresPath !== undefined) {
    return `It was trained with features from a file (${baseName(data.featuresPath)}), which a page does not read`;
  }
  if (split.file !== undefined) {
    return `Its parts are in a file (${baseName(split.file)}), which a page does not read`;
  }
  return undefined;
}
