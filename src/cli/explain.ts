/** `graphsam explain`: what each atom contributes to the predictions of a trained model. */
import { formatCount, formatNumber } from '../base/index.ts';
import type { Explanation, ExplanationMethod } from '../explain/index.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { areSmiles, spoolSmiles } from './given-smiles.ts';
import { interruptible } from './interrupt.ts';
import { backendOf, deviceOption, threadsOption } from './machine-options.ts';
import { modelAndMolecules, modelAndTableOptions, readingOf } from './model-and-table.ts';
import type { Output } from './output.ts';
import { dash, spoolStandardInput } from './standard-streams.ts';

const group = 'Explanation:';

export const explain: CommandDefinition = {
  name: 'explain',
  summary: 'show what each atom contributes to a prediction',
  description:
    'Writes for every molecule a number per atom: the numbers add up to the prediction less a baseline, the same molecule without features of its atoms. Classes are explained in log-odds. The folder gets contributions.csv, explanations.html with colored structures and the most similar training molecules with another outcome, and a drawing of each molecule.',
  arguments: [
    { syntax: '[RUN]', help: 'run folder of graphsam train, or its model.onnx' },
    {
      syntax: '[TABLE...]',
      help: 'CSV, TSV, smi or SDF, also gzipped; - reads standard input; or SMILES, one or several',
    },
  ],
  options: [
    ...modelAndTableOptions,
    {
      name: 'method',
      kind: 'text',
      placeholder: 'NAME',
      choices: ['integrated-gradients', 'shapley'],
      group,
      default: 'integrated-gradients',
      help: 'integrated-gradients: every atom, any molecule; shapley: exact values of up to 10 parts (atoms of small molecules, else ring systems and groups)',
    },
    {
      name: 'target-columns',
      aliases: ['target-column'],
      kind: 'texts',
      placeholder: 'COLUMN',
      group,
      default: 'all targets of the model',
      help: 'targets to explain',
    },
    {
      name: 'output',
      path: 'run.output',
      short: 'o',
      kind: 'text',
      placeholder: 'FOLDER',
      group,
      default: 'TABLE_explained; for SMILES none, they are printed',
      help: 'folder for the table, the page and the drawings',
    },
    { name: 'overwrite', path: 'run.overwrite', kind: 'flag', group, help: 'replace explanations in that folder' },
    deviceOption(group),
    threadsOption(group),
  ],
  examples: [
    { command: "graphsam explain runs/first 'CC(=O)Oc1ccccc1C(=O)O'", says: 'prints the contributions of the atoms' },
    { command: 'graphsam explain runs/first molecules.csv', says: 'writes the folder molecules_explained' },
  ],
  async run(input, output) {
    const { model, molecules } = modelAndMolecules(input, 'explain');
    const table = molecules[0]!;
    const smiles = (await areSmiles(molecules)) ? await spoolSmiles(molecules) : undefined;
    const spooled = smiles ?? (table === dash ? await spoolStandardInput() : undefined);
    const folder = (input.given.output as string | undefined) ?? (smiles ? undefined : defaultFolder(table));
    try {
      await explainTo({ model, table: spooled?.path ?? table, folder }, input.given, output);
      return 0;
    } finally {
      await spooled?.remove();
    }
  },
};

interface ExplainPaths {
  readonly model: string;
  readonly table: string;
  readonly folder: string | undefined;
}

async function explainTo(
  { model, table, folder }: ExplainPaths,
  given: CommandInput['given'],
  output: Output,
): Promise<void> {
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const { explainRun, explanationFiles } = await import('../explain/index.node.ts');
  const options = {
    model,
    input: table,
    output: folder,
    overwrite: given.overwrite === true,
    method: given.method as ExplanationMethod | undefined,
    targets: given['target-columns'] as readonly string[] | undefined,
    ...readingOf(given),
    threads: given.threads as number | undefined,
    backend: backendOf(given),
  };
  const { rows, failed } = await interruptible(output, 'the table and the page are not written', (signal) =>
    explainRun(options, {
      signal,
      onStart: (card, notes, warnings) => {
        const about = `Model: ${card.model}, trained on ${card.training.data} with ${card.training.optimizer}`;
        output.say([about, ...notes].join('\n'), { kind: 'start', model, tasks: card.tasks, notes });
        for (const warning of warnings) output.warn(warning);
      },
      onMolecule: (explained, done) => {
        if (folder === undefined) printMolecule(explained, output);
        else output.progress({ label: `${formatCount(done)} molecules` });
      },
    }),
  );
  if (folder === undefined) return;
  const reasons = failed > 0 ? `, ${formatCount(failed)} without an explanation (see column reason)` : '';
  output.result(`${folder}: ${explanationFiles.page}, ${explanationFiles.table}, ${formatCount(rows)} rows${reasons}`, {
    kind: 'result',
    output: folder,
    rows,
    failed,
  });
}

function printMolecule(explained: Explanation | { readonly reason: string }, output: Output): void {
  if ('reason' in explained) {
    output.result(explained.reason, { kind: 'explanation', reason: explained.reason });
    return;
  }
  const { smiles, targets, fragments, counterfactuals, prediction } = explained;
  const lines = targets.flatMap(({ quantity, prediction: value, baseline, contributions }, index) => [
    `${smiles}: ${quantity} ${formatNumber(value)}, baseline ${formatNumber(baseline)}`,
    `  contributions, in the order of these atoms: ${Array.from(contributions, (each) => formatNumber(each)).join(' ')}`,
    ...(fragments ? [`  part of each atom: ${fragments.map((part) => part + 1).join(' ')}`] : []),
    ...counterfactuals[index]!.slice(0, 1).map(
      (other) => `  similar training molecule with another outcome: ${other.smiles} (${other.similarity.toFixed(2)})`,
    ),
  ]);
  const { applicability } = prediction;
  if (applicability)
    lines.push(`  most similar training molecule: ${applicability.smiles} (${applicability.similarity.toFixed(2)})`);
  output.result(lines.join('\n'), {
    kind: 'explanation',
    smiles,
    targets: targets.map((target, index) => ({
      ...target,
      contributions: [...target.contributions],
      counterfactuals: counterfactuals[index],
    })),
    ...(fragments && { fragments: [...fragments] }),
    ...(applicability && { applicability }),
  });
}

/** molecules.csv.gz -> molecules_explained, in the same folder. */
function defaultFolder(table: string): string {
  return table === dash ? 'explained' : `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_explained`;
}
