/** Kills a piece of work at one file operation after another, lets it be taken up again, and compares all files with those of an uninterrupted one. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentsOf } from './contents.test.helper.ts';
import { bury, type Death, dieAt, operationsOf } from './die-at.test.helper.ts';

export interface Work {
  /** Does the work in this folder, which may not exist. */
  begin(folder: string): Promise<unknown>;
  /** Takes it up again after a kill, as a user would who reads what the program says. */
  again(folder: string): Promise<unknown>;
  /** Puts into the folder what is there before the work begins. */
  before?(folder: string): Promise<void>;
}

/** Deaths of a walk in the ordinary tests; `npm run test:kill` takes all of them, or a part: 2/5 is every fifth, from the second. */
const fewDeaths = 10;
const fullPart = /^(\d+)\/(\d+)$/
  .exec(process.env.GRAPHSAM_KILL ?? '')
  ?.slice(1)
  .map(Number);

export async function walk(work: Work): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-kill-'));
  try {
    const prepared = async (name: string): Promise<string> => {
      const folder = join(base, name);
      await mkdir(base, { recursive: true });
      await work.before?.(folder);
      return folder;
    };
    const whole = await prepared('whole');
    const operations = await operationsOf(() => work.begin(whole));
    const expected = await contentsOf(whole);
    const deaths = operations.flatMap(({ half }, operation): Death[] =>
      half
        ? [
            { operation, half: false },
            { operation, half: true },
          ]
        : [{ operation, half: false }],
    );
    const walked = chosen(deaths);
    if (fullPart) console.log(`${operations.length} operations, ${deaths.length} deaths, ${walked.length} of them now`);
    for (const death of walked) {
      const folder = await prepared(`killed-${death.operation}${death.half ? '-half' : ''}`);
      const { kind, path } = operations[death.operation]!;
      const when = `killed ${death.half ? 'in the middle of' : 'before'} operation ${death.operation}, ${kind} ${path}`;
      assert.ok(await dieAt(death, () => work.begin(folder)), when);
      await bury(folder);
      await work.again(folder).catch((cause) => {
        throw new Error(`${when}: it cannot be taken up again`, { cause });
      });
      assert.deepEqual(await contentsOf(folder), expected, when);
      await rm(folder, { recursive: true });
    }
  } finally {
    await rm(base, { recursive: true });
  }
}

/** A part of all, or a few evenly spread, first and last among them. */
function chosen(deaths: readonly Death[]): Death[] {
  if (fullPart) return deaths.filter((_, index) => index % fullPart[1]! === fullPart[0]! - 1);
  if (deaths.length <= fewDeaths) return [...deaths];
  const step = (deaths.length - 1) / (fewDeaths - 1);
  return Array.from({ length: fewDeaths }, (_, index) => deaths[Math.round(index * step)]!);
}
