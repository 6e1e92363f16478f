/**
 * node dist/bench/beside.js --command "python time_steps.py" [--preset bbbp] [--optimizer adam] [--batch 32] [--rounds 6]
 *
 * Times another program's training step beside ours, in one run. The command prints the duration of each of its steps in
 * milliseconds, one number a line (other lines are passed over). It is started once a round, its first numbers are dropped as
 * warm-up, and when it has printed enough or ends, as many steps of ours follow, on molecules of the preset's sizes. One ratio a
 * round; printed are their median and quartiles, so that a change of the machine's speed shows as spread and not as a result.
 *
 * Keys of --json: otherMs and oursMs (medians over all steps), ratio {median, lowerQuartile, upperQuartile}, rounds (of each:
 * otherMs, oursMs, ratio, steps).
 */
import { parseArgs } from 'node:util';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { RandomStream } from '../src/base/random.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { openBenchSession } from './bench-session.ts';
import { comparePairs, describePairs, timeInTurn } from './paired-rounds.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes, syntheticMolecules } from './synthetic-molecules.ts';
import { timesPrintedBy } from './times-printed-by.ts';

const usage =
  'node dist/bench/beside.js --command "..." [--preset bbbp] [--model compt] [--optimizer adam] [--batch 32] [--threads 2] [--rounds 6] [--steps 10] [--warmup 2] [--json]';
const batchesInPool = 20;

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      command: { type: 'string' },
      preset: { type: 'string', default: 'bbbp' },
      model: { type: 'string', default: 'compt' },
      optimizer: { type: 'string', default: 'adam' },
      batch: { type: 'string', default: '32' },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '6' },
      /** Of the command in a round, at most; ours are as many. */
      steps: { type: 'string', default: '10' },
      /** First numbers of each start of the command that are dropped. */
      warmup: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.command === undefined) return console.log(usage);
  const ours = await openOurs(values, Number(values.batch), Number(values.threads));
  const [rounds, steps, warmup] = [Number(values.rounds), Number(values.steps), Number(values.warmup)];
  const other = (count: number): Promise<number[]> => timesPrintedBy(values.command!, count);
  const timed = await timeInTurn({ other, ours: (count) => ours.take(count) }, { rounds, steps, warmup });
  await ours.release();
  const result = comparePairs(timed);
  console.log(values.json ? JSON.stringify(result, null, 2) : describePairs(result));
});

async function openOurs(
  { model, preset, optimizer }: { model: string; preset: string; optimizer: string },
  batch: number,
  threads: number,
) {
  const stream = new RandomStream(1, 'beside');
  const sizes = drawSizes(preset, batch * batchesInPool, stream);
  const molecules = syntheticMolecules(sizes, stream);
  const session = openBenchSession({ runtime: await loadRuntime(), model, preset, molecules, threads });
  const taker = new StepTaker(session, optimizer);
  let next = 0;
  const step = async (): Promise<number> => {
    const first = batch * (next++ % batchesInPool);
    return (await taker.step(Array.from({ length: batch }, (_, index) => first + index))).totalMs;
  };
  // Compiles the computation, which belongs to no round.
  await step();
  return {
    /** Times of so many steps, after one that wakes the threads up. */
    async take(count: number): Promise<number[]> {
      await step();
      const times: number[] = [];
      while (times.length < count) times.push(await step());
      return times;
    },
    release: () => session.release(),
  };
}
