/** Makes docs/optimizers.md from the registry of optimizers: `npm run docs:optimizers`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OptionDescription } from '../src/config/options.ts';
import { ablations } from '../src/optim/ablations.ts';
import { describeOptimizers, evaluationsText, memoryText, type OptimizerDescription } from '../src/optim/describe.ts';
import { writeWhole } from '../src/platform/files/write-file.node.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

export const documentPath = join(packageRoot(), 'docs/optimizers.md');

const stepsPerEpoch = 50;

const introduction = `# Optimizers

<!-- Made from the registry in src/optim by scripts/optimizers-docs.ts. Change it there. -->

An optimizer is a method of the sharpness-aware family on a base rule under a learning-rate schedule: \`--optimizer graphsam\`
perturbs as GraphSAM does and updates with Adam. Every method works on every base rule, except that \`msam\` needs one with a
momentum and none goes on \`ivon\`. A base rule named alone (\`--optimizer adam\`) takes one gradient a step and perturbs nothing,
except \`ivon\`, which takes it at one draw of its own distribution of weights.

## Which one?

What was measured ([results.md](results.md): 30 epochs, three seeds, six data sets at most; [claims.md](claims.md): tuned arms,
ten seeds, ESOL and BBBP):

| | cost of a step | compared with Adam, same schedule |
|---|---|---|
| \`adam\` (the default) | 1 evaluation | the reference |
| \`graphsam\` | 1.01 to 1.03 | not distinguishable: ahead on three random splits, behind on four others, none significant after correction |
| \`graphsam\`, tuned (a drawn sign, radius .001) | 1.03 | RMSE better by .002 on ESOL (95 % interval -.001 to +.004), ROC-AUC worse by .001 on BBBP (-.007 to +.005); preconditioned, or by a loss budget, no better: the claims fixed beforehand have failed |
| \`msam\`, tuned (radius .003) | 1 | RMSE better by .007 on ESOL (+.001 to +.014), p .03 before and .31 at least after correction; level on BBBP (.000, -.010 to +.010): its claim has failed, too |
| \`sam\` | 2 | not distinguishable; flatter minima (largest Hessian eigenvalue 804 against 2,693 on ESOL), slower to fit |
| \`looksam\` | 1.2 | does not train CoMPT at its published alpha .7 (a warning says so); .557 against .483 RMSE at alpha .1, one seed |
| \`ivon\` | 1 | with \`--quality fast\` RMSE .80 where Adam has .50, one split of ESOL ([trust.md](trust.md)) |
| the others | see below | not measured on molecules here |

The GraphSAM paper claims 1.5 to 2.2 % over its own Adam on random splits, which ran under another learning-rate schedule:
[paper.md](paper.md) says what can be compared. Tuned on ESOL by validation, GraphSAM (with a drawn sign,
preconditioned, by a loss budget) and MSAM were each best at the smallest radius that was tried, and the larger the radius, the
worse (\`npm run claims -- results/tuning.yaml\`); SAM in the last tenth of the training changed nothing at any radius. How flat the tuned arms end beside Adam, five seeds: up to 5 % flatter by the largest
eigenvalue, MSAM 17 % sharper, test errors alike ([landscapes.md](landscapes.md)).

So take Adam with averaged weights, the default; with more compute, train several seeds before you try other members. Beyond that this is what the methods are made for, by their papers, not by our measurements:

- **To know what sharpness-awareness can give on your data**, run \`sam\` with the same seed and schedule, and \`adam\` as the
  reference. If \`sam\` does not help, its cheaper relatives will hardly.
- **One gradient a step and no more**: \`graphsam\`, \`msam\`, \`gnm\`, \`arwp\`, \`saf\`; a fifth more: \`looksam\`.
- **Small or noisy batches, or SAM underfits**: \`f-sam\`, \`rwp\`.
- **Layers of very different scale**: \`asam\`.
- **Very unequal classes**: \`gnm\`.
- **Large molecules, where mixing atoms dominates the time**: \`fgsam\`, \`fgsam-plus\`.
- **A deviation with each prediction from one training**: \`ivon\`, at SGD's learning rates, with \`--posterior-samples\`
  ([trust.md](trust.md)). An ensemble of Adam's networks is more accurate and costs as many trainings.
- **Losses of very different scale**: \`lossBudget\` of \`sam\`, \`graphsam\` and \`msam\`, a radius by the rise of the loss.
- The radius \`rho\` matters more than the choice among neighbors in this list: radii tuned for Adam on transformers lie between
  0.0001 and 0.01, below the defaults of most papers. \`rho 0\` is the base rule, bit for bit, where a method has that reduction.

With \`--perturb-from\` a method begins later and is its base optimizer until then. A radius that falls (\`graphsam\`, the authors'
\`sam\`, the noise of \`gnm\`'s code) is as long as given in the first perturbed epoch, and falls from there; a cosine ends with
the training.

A gradient of zero perturbs nothing; a loss or gradient that is not finite updates nothing and is reported. All evaluations of a step
see the same dropout masks unless fresh ones are asked for.
`;

/** The whole document. */
export function optimizersDocument(): string {
  const all = describeOptimizers(stepsPerEpoch);
  const methods = all.filter(({ kind }) => kind === 'method');
  const rules = all.filter(({ kind }) => kind === 'rule');
  return wrapped(
    [
      introduction,
      '## Cost\n',
      `Evaluations of loss and gradient a step, with default hyper-parameters and ${stepsPerEpoch} steps an epoch. Cheap: without message`,
      'passing; forward: without gradient. Memory: vectors as long as the weights, beyond weights, one gradient and the base rule.\n',
      table(methods),
      '## Methods\n',
      ...methods.map(section),
      '## Base rules\n',
      ...rules.map(section),
      '## Ablations\n',
      'GraphSAM with one part removed or replaced. These names can be used wherever the name of an optimizer is expected.\n',
      ablationTable(),
    ].join('\n'),
  );
}

const lineLength = 100;

/** Paragraphs and list entries at 100 characters a line; tables, headings and comments have lines of their own. */
function wrapped(markdown: string): string {
  const blocks = markdown.split('\n\n');
  return blocks
    .map((block) => (/^(\||#|<!--|\n)/.test(block) ? block : entriesOf(block).map(wrap).join('\n')))
    .join('\n\n');
}

/** A paragraph, or the entries of a list, each in one line. */
function entriesOf(block: string): string[] {
  return block.split(/\n(?=- |\||$)/).map((entry) => (entry.startsWith('|') ? entry : entry.replace(/\s*\n\s*/g, ' ')));
}

function wrap(entry: string): string {
  if (entry.startsWith('|')) return entry;
  const indent = entry.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  for (const word of entry.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= lineLength) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join('\n');
}

function ablationTable(): string {
  const rows = ablations.map(({ name, summary, optimizer, hyperparameters }) => {
    const settings = Object.entries(hyperparameters).map(([option, value]) => `${option} ${value}`);
    return `| \`${name}\` | ${summary} | ${optimizer}, ${settings.join(', ')} |`;
  });
  return ['| name | what is different | stands for |', '|---|---|---|', ...rows, ''].join('\n');
}

function table(methods: readonly OptimizerDescription[]): string {
  const rows = methods.map(
    ({ name, evaluations, memory }) =>
      `| [\`${name}\`](#${name}) | ${evaluationsText(evaluations)} | ${memoryText(memory)} |`,
  );
  return ['| method | evaluations a step | extra memory |', '|---|---|---|', ...rows, ''].join('\n');
}

const needWords: Readonly<Record<OptimizerDescription['needs'][number], string>> = {
  nextBatch: 'the batch after the present one',
  sampleLosses: 'the loss of each sample',
  outputs: 'the outputs of the batch',
  consistency: 'a consistency term in the loss',
  sampleIds: 'stable numbers of the samples',
  withoutMessagePassing: 'the gradient without message passing',
};

function section(optimizer: OptimizerDescription): string {
  const { name, title, summary, guidance, citation, evaluations, memory, needs, kind } = optimizer;
  const source =
    citation.arxiv === ''
      ? citation.paper
      : `${citation.paper}, [arXiv ${citation.arxiv}](https://arxiv.org/abs/${citation.arxiv})`;
  const wants = needs.length === 0 ? '' : ` Needs ${needs.map((need) => needWords[need]).join(', ')}.`;
  const cost = `${evaluationsText(evaluations)} evaluation${evaluationsText(evaluations) === '1' ? '' : 's'} a step`;
  const kept = kind === 'rule' ? 'State' : 'Extra memory';
  return [
    `### ${name}\n`,
    `**${title}.** ${summary}\n`,
    `*When:* ${guidance}\n`,
    `*Cost:* ${cost}. ${kept}: ${memoryText(memory)}.${wants}\n`,
    `*Source:* ${source}.\n`,
    optionTable(optimizer.hyperparameters),
  ].join('\n');
}

function optionTable(options: readonly OptionDescription[]): string {
  if (options.length === 0) return '';
  const rows = options.map(({ name, aliases, default: standard, range, description }) => {
    const names = [name, ...aliases].map((option) => `\`${option}\``).join(', ');
    // A third is cut off, a decay of .99999 is not rounded to 1.
    const shown = typeof standard === 'number' ? Number(standard.toPrecision(6)) : (standard ?? '');
    return `| ${names} | ${shown} | ${range} | ${description} |`;
  });
  return ['| hyper-parameter | default | allowed | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeWhole(documentPath, optimizersDocument());
  console.log(`wrote ${documentPath}`);
}
