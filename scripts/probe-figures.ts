/**
 * npm run probe:figures -- RUN NAME
 *
 * Draws what a probed run saw as docs/images/probe-NAME-change.svg, -direction.svg and -gap.svg, the charts of its report.
 */
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/base/errors.ts';
import { standaloneSvg } from '../src/charts/index.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { changeChart, directionChart, gapChart } from '../src/report/probe-charts.ts';
import { readRunFolder } from '../src/report/read-run.node.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const [folder, name] = parseArgs({ allowPositionals: true }).positionals;
  if (folder === undefined || name === undefined) {
    throw new ConfigError({
      what: 'a run and a name for its figures are needed',
      advice: 'npm run probe:figures -- runs/esol-graphsam esol',
    });
  }
  const run = await readRunFolder(folder);
  const charts = { change: changeChart(run), direction: directionChart([run]), gap: gapChart([run]) };
  for (const [kind, chart] of Object.entries(charts)) {
    if (chart) await writeWhole(`docs/images/probe-${name}-${kind}.svg`, standaloneSvg(chart));
  }
});
