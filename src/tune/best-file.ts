/** The configuration that a study has found, as a file for `graphsam train --config-path`. */
import { stringify } from 'yaml';
import type { TrainConfigInput } from '../runs/index.ts';
import { metricName } from './study-text.ts';
import type { Study, Trial } from './trial.ts';
import { withSettings } from './trial-config.ts';

export function bestFile({ base }: Study, trial: Trial, comment: readonly string[]): string {
  const { number, settings, values } = trial;
  const { machine: _machine, ...config } = withSettings(base, settings, `trial ${number}`).config;
  const heading = [`Trial ${number}: validation ${metricName(trial)} ${values.at(-1)}`, ...comment]
    .map((line) => `# ${line}\n`)
    .join('');
  return `${heading}${stringify(withoutUndefined(config), { lineWidth: 0 })}`;
}

function withoutUndefined(config: TrainConfigInput): unknown {
  return JSON.parse(JSON.stringify(config));
}
