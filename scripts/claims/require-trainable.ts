/** The options of a plan, read as `graphsam train` reads them: what it refuses would make every run of an arm fail, after the plan is fixed. */
import { ConfigError } from '../../src/base/index.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { readTrainInput } from '../../src/cli/train-input.ts';
import { type Options, optionArguments, type Plan, plannedRuns, trainArguments } from './plan.ts';

/** What the cell and the seed of a run say, or who computes it. */
const ofRuns = ['split', 'data-seed', 'seed', 'data-path', 'output-dir', 'resume'];

/** where: the file of the plan. Throws ConfigError for an option that a training does not have, and for what a run could not begin with. */
export async function requireTrainable(plan: Plan, where: string): Promise<void> {
  for (const [path, options] of optionsIn(plan)) await refusedAt(`${where}, ${path}`, () => requireOptions(options));
  const first = new Map(plannedRuns(plan).map((run) => [`arms.${run.arm} in ${run.cell}`, run]));
  for (const [path, run] of first)
    await refusedAt(`${where}, ${path}`, async () => {
      const parsed = await parseArguments(trainArguments(run, plan, 'data'));
      await readTrainInput(parsed!.input);
    });
}

/** All that the plan has, also those of arms that nothing is compared with. */
function optionsIn({ common, cells, arms }: Plan): [path: string, Options][] {
  return [
    ['common', common],
    ...Object.entries(arms).map(([arm, options]): [string, Options] => [`arms.${arm}`, options]),
    ...Object.entries(cells).flatMap(([cell, { options, arms: own }]): [string, Options][] => [
      [`cells.${cell}.options`, options],
      ...Object.entries(own).map(([arm, ofArm]): [string, Options] => [`cells.${cell}.arms.${arm}`, ofArm]),
    ]),
  ];
}

async function requireOptions(options: Options): Promise<void> {
  const parsed = await parseArguments(['train', ...optionArguments(options)]);
  const [unread] = parsed!.input.positional;
  if (unread !== undefined) throw new ConfigError(`an option that takes no value is given ${unread}`);
  const ofRun = ofRuns.find((name) => name in parsed!.input.given);
  if (ofRun !== undefined)
    throw new ConfigError(`${ofRun} is not for options: it follows from the cell and the seed of a run`);
}

async function refusedAt(where: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { code, what, advice } = error;
    throw new ConfigError({ code, what, where, ...(advice && { advice }), cause: error });
  }
}
