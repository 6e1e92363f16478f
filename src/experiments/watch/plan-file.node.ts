/** planned.json of a comparison or a search: what is to be there in the end, for those who watch. Nothing that trains reads it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../platform/index.node.ts';
import type { Cell } from '../cell.ts';

const planFileName = 'planned.json';

const planSchema = z.object({
  format: z.literal(1),
  /** Of a comparison. epochs: none where a classical model is fitted. */
  runs: z.array(z.object({ name: z.string(), epochs: z.number().optional() })).optional(),
  /** Of a search. */
  trials: z.number().optional(),
  /** ISO time at which a search came to its end. */
  ended: z.string().optional(),
});
export type Plan = Readonly<z.infer<typeof planSchema>>;

export function planOf(cells: readonly Cell[]): Plan {
  const runs = cells.map(({ name, config, baseline }) => ({
    name,
    ...(baseline === undefined && { epochs: config.training.epochs }),
  }));
  return { format: 1, runs };
}

/** Makes the folder. Leaves the file alone if it says so already: many machines may begin at once. Throws MachineError. */
export async function writePlan(folder: string, plan: Plan): Promise<void> {
  const text = `${JSON.stringify(plan)}\n`;
  const path = join(folder, planFileName);
  if ((await readFile(path, 'utf8').catch(() => '')) !== text) await writeWhole(path, text);
}

/** undefined where there is none, or none that can be read: runs are shown as far as they are there. */
export async function readPlan(folder: string): Promise<Plan | undefined> {
  try {
    return planSchema.parse(JSON.parse(await readFile(join(folder, planFileName), 'utf8')));
  } catch {
    return undefined;
  }
}
