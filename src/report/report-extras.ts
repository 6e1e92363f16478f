/** What a report takes from files beside the run's own: from their contents, so that a folder or a browser's storage will do. */
import { z } from 'zod';
import { readTrainingMolecules } from '../applicability/index.ts';
import { readModelCard } from '../runs/index.ts';
import type { ReportExtras } from './run-report.ts';
import type { FoldRows } from './test-similarities.ts';

/** What a model file keeps and says of itself. Throws CheckpointError if it is damaged. */
export function modelExtras(bytes: Uint8Array, where: string): Pick<ReportExtras, 'training' | 'trust' | 'trees'> {
  const { trust, trees } = readModelCard(bytes, where);
  return { training: readTrainingMolecules(bytes, where), trust, trees };
}

const foldsSchema = z.array(z.object({ train: z.array(z.number()), test: z.array(z.number()) }));

/** splits.json as a run writes it; undefined where it is of another form: a report does without it. */
export function parseFolds(text: string): readonly FoldRows[] | undefined {
  try {
    return foldsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
