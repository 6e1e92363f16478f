/** Makes docs/options.md from the schemas of the configuration: `npm run docs:options`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commands } from '../src/cli/commands.ts';
import { wrap } from '../src/cli/format.ts';
import type { CliOption } from '../src/cli/option.ts';
import { outputSettings } from '../src/cli/output-settings.ts';
import { pretrainOptions } from '../src/cli/pretrain-options.ts';
import { trainOptions } from '../src/cli/train-options.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

export const optionsPath = join(packageRoot(), 'docs/options.md');

const introduction = `# Options

<!-- Made from the schemas of the settings (src/runs/config, settings.ts of other folders)
     by scripts/options-docs.ts. Change them there. -->

A setting has one name on the command line (\`--batch-size 16\`), in a configuration file by that name
(\`batch-size: 16\`) or by its path (\`training: {batchSize: 16}\`), and in run.json by its path.
\`--config-path\` takes such a file as YAML or JSON, or the run.json of a run; the command line
overrides it. Hyper-parameters of the optimizers: [optimizers.md](optimizers.md).
`;

/** Of training and pre-training together, then of each other command that has options of its own. */
export async function optionsDocument(): Promise<string> {
  const own = pretrainOptions.filter(({ group }) => group === 'Pre-training:');
  const training = [...trainOptions, ...own];
  const others = commands.filter(({ name }) => !['train', 'pretrain'].includes(name));
  const definitions = await Promise.all(others.map(({ load }) => load()));
  const sections = definitions.flatMap(({ name, options }) => {
    const further = options.filter((option) => !training.includes(option));
    return further.length > 0 ? [`## graphsam ${name}\n`, ...sharedBy(options, training), ...tableOf(further)] : [];
  });
  const everywhere = ['## Every command\n', ...tableOf(outputSettings.options)];
  const document = [
    introduction,
    '## graphsam train and pretrain\n',
    ...groupsOf(training),
    ...sections,
    ...everywhere,
  ];
  return document.join('\n');
}

function groupsOf(options: readonly CliOption[]): string[] {
  return byGroup(options).flatMap(([group, members]) => [`### ${group}\n`, ...tableOf(members)]);
}

/** What a command takes of the options of training: groups by their title, and the options of others one by one. */
function sharedBy(options: readonly CliOption[], training: readonly CliOption[]): string[] {
  const taken = (members: readonly CliOption[]) => members.filter((option) => options.includes(option));
  const groups = byGroup(training).map(([group, members]) => ({ group, members, shared: taken(members) }));
  const whole = groups.filter(({ members, shared }) => shared.length === members.length);
  const single = groups.flatMap(({ members, shared }) => (shared.length === members.length ? [] : shared));
  const named = [...whole.map(({ group }) => `all under ${group}`), ...single.map(({ name }) => `\`--${name}\``)];
  return named.length > 0 ? [`${wrap(`The options of training, too: ${named.join(', ')}.`, '')}\n`] : [];
}

function byGroup(options: readonly CliOption[]): [title: string, members: readonly CliOption[]][] {
  const shown = options.filter(({ hidden }) => !hidden);
  const groups = [...new Set(shown.map(({ group }) => group))];
  return groups.map((group) => [group.replace(/( \(.*)?:$/, ''), shown.filter((option) => option.group === group)]);
}

function tableOf(options: readonly CliOption[]): string[] {
  const shown = options.filter(({ hidden }) => !hidden);
  return ['| option | path | default | meaning |', '|---|---|---|---|', ...shown.map(row), ''];
}

function row({ name, short, aliases = [], path, default: standard = '', help, choices }: CliOption): string {
  const names = [...(short ? [`-${short}`] : []), `--${name}`, ...aliases.map((alias) => `--${alias}`)];
  const listed = choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : '';
  const inFile = path === undefined || /^(run|output)\./.test(path) ? '' : `\`${path}\``;
  const cells = [names.map((each) => `\`${each}\``).join(', '), inFile, standard, `${help}${listed}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeWhole(optionsPath, await optionsDocument());
  console.log(`wrote ${optionsPath}`);
}
