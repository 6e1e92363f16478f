/** Makes docs/options.md from the schemas of the configuration: `npm run docs:options`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CliOption } from '../src/cli/option.ts';
import { pretrainOptions } from '../src/cli/pretrain-options.ts';
import { trainOptions } from '../src/cli/train-options.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

export const optionsPath = join(packageRoot(), 'docs/options.md');

const introduction = `# Options of training and pre-training

<!-- Made from the schemas in src/runs/config by scripts/options-docs.ts. Change it there. -->

A setting has one name on the command line (\`--batch-size 16\`), in a configuration file by that name
(\`batch-size: 16\`) or by its path (\`training: {batchSize: 16}\`), and in run.json by its path. \`--config-path\`
takes such a file as YAML or JSON, or the run.json of a run; the command line overrides it.
Hyper-parameters of the optimizers: [optimizers.md](optimizers.md).
`;

export function optionsDocument(): string {
  const own = pretrainOptions.filter(({ group }) => group === 'Pre-training:');
  const shown = [...trainOptions, ...own].filter(({ hidden }) => !hidden);
  const groups = [...new Set(shown.map(({ group }) => group))];
  const sections = groups.flatMap((group) => [
    `## ${group.replace(/( \(.*)?:$/, '')}\n`,
    '| option | path | default | meaning |',
    '|---|---|---|---|',
    ...shown.filter((option) => option.group === group).map(row),
    '',
  ]);
  return [introduction, ...sections].join('\n');
}

function row({ name, short, aliases = [], path, default: standard = '', help, choices }: CliOption): string {
  const names = [...(short ? [`-${short}`] : []), `--${name}`, ...aliases.map((alias) => `--${alias}`)];
  const listed = choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : '';
  const inFile = path === undefined || path.startsWith('run.') ? '' : `\`${path}\``;
  const cells = [names.map((each) => `\`${each}\``).join(', '), inFile, standard, `${help}${listed}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\\\|')).join(' | ')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeWhole(optionsPath, optionsDocument());
  console.log(`wrote ${optionsPath}`);
}
