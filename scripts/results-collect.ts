/**
 * npm run results:collect -- RUNS-FOLDER [--replace]
 *
 * Adds the finished runs of results/grid.yaml and results/ablations.yaml that lie in RUNS-FOLDER (one folder a run, named as
 * `graphsam compare` names them) to results/runs. A run that is kept already with other numbers stays unless --replace is given.
 */
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/base/errors.ts';
import { collectRuns } from './results/collect.ts';
import { allCells, keptFolder } from './results/grids.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  });
  const [runs] = positionals;
  if (runs === undefined) {
    throw new ConfigError({
      what: 'no folder of runs is named',
      advice: 'npm run results:collect -- runs/results/runs',
    });
  }
  const { added, unchanged, different, missing } = await collectRuns(await allCells(), {
    runs,
    kept: keptFolder,
    replace: values.replace,
  });
  console.log(`added ${added.length}, unchanged ${unchanged.length}, missing ${missing.length}`);
  for (const name of different) {
    console.log(`${name}: kept with other numbers, ${values.replace ? 'replaced' : 'not replaced (--replace does)'}`);
  }
});
