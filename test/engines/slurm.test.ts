/** A grid on Slurm itself: what `graphsam submit slurm` writes is sent; one task goes back to the queue in the middle of its training, and one node loses its power. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { graphsam } from '../cli/command-line.ts';
import { missingForSlurm, type SlurmCluster, startSlurm } from './slurm-cluster.test.helper.ts';
import {
  assertSameResults,
  befell,
  gridFiles,
  isBegun,
  isFinished,
  largeGridFolder,
  runNames,
  trainedAlone,
  until,
  verdict,
} from './small-grid.test.helper.ts';

test('an array on two nodes, a task sent back to the queue and a node that loses its power: the results are those of one process', {
  timeout: 900_000,
  skip: missingForSlurm() ?? false,
}, async (context) => {
  const slurm = await startedOrSkipped(context);
  if (!slurm) return;
  const start = performance.now();
  // Users' folders have blanks in their names, too.
  const folder = join(largeGridFolder(context, 'slurm'), 'my grid');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(gridFiles)) writeFileSync(join(folder, name), content);
  const alone = trainedAlone(context);
  const written = await graphsam(['submit', 'slurm', 'grid.yaml', '-o', 'out', '--memory', '700'], folder);
  assert.equal(written.code, 0, written.stderr);
  const sent = slurm.call('bash', join(folder, 'out/submit/send.sh'));
  const [, array, tables] = /array (\d+), tables (\d+)/.exec(sent)!;
  const logOf = (task: number): string => readFileSync(join(folder, `out/submit/log-${array}_${task}.txt`), 'utf8');
  const nodeOf = (task: number): string => slurm.call('squeue', '-h', '-j', `${array}_${task}`, '-o', '%N').trim();
  const queue = (): string => slurm.call('squeue', '-a');
  if (befell(folder, 'accidents', false) === 0) await accidents(slurm);
  await until(() => slurm.call('squeue', '-h', '-j', tables!).trim() === '', 800, queue);

  assert.match(readFileSync(join(folder, `out/submit/log-tables-${tables}.txt`), 'utf8'), /\| compt \| adam \| /);
  assertSameResults(folder, await alone);
  verdict(context, start, 'Slurm with two nodes, a task sent back and a node without power');

  async function accidents({ call, crashSecondNode }: SlurmCluster): Promise<void> {
    // The first two runs are in the hands of one node each.
    const hands = (): boolean =>
      [0, 1].every((run) => isBegun(folder, runNames[run]!) && !isFinished(folder, runNames[run]!));
    await until(hands, 60, queue);
    const onSecond = nodeOf(1) === 'n2' ? 1 : 2;
    const onFirst = 3 - onSecond;
    call('scontrol', 'requeue', `${array}_${onFirst}`);
    crashSecondNode();
    await until(
      () => logOf(onFirst).includes('0 of 1 run finished'),
      60,
      () => logOf(onFirst),
    );
    for (const task of [1, 2])
      await until(
        () => /Part \d+ of \d+: 1 of 1 run finished/.test(logOf(task)),
        600,
        () => logOf(task),
      );
    befell(folder, 'accidents');
  }
});

/** Where the daemons are installed but cannot run (a container without rights, say), nothing is said about graphsam. */
async function startedOrSkipped(context: TestContext): Promise<SlurmCluster | undefined> {
  // Short: names of sockets have at most 107 letters.
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-slurm-'));
  try {
    return await startSlurm(context, folder);
  } catch (error) {
    context.skip(`Slurm does not start here: ${(error as Error).message}`);
    return undefined;
  } finally {
    context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
}
