/** `graphsam explain`: what each atom contributes to the predictions of a trained model. */
import { ConfigError, formatCount, formatNumber } from '../base/index.ts';
import { type Explanation, explainSettingsSchema } from '../explain/index.ts';
import { reasonOf } from '../predict/index.ts';
import { withRunFolders } from '../runs/index.node.ts';
import type { CommandDefinition } from './command.ts';
import { areSmiles, spoolSmiles } from './given-smiles.ts';
import { interruptible } from './interrupt.ts';
import { modelAndMolecules, readingOf } from './model-and-table.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';
import { dash, spoolStandardInput, withSpooled } from './standard-streams.ts';

const settings = commandSettings('explain', explainSettingsSchema);
type ExplainSettings = ReturnType<typeof settings.read>;

export const explain: CommandDefinition = {
  name: 'explain',
  summary: 'show what each atom contributes to a prediction',
  description:
    'Writes for every molecule a number per atom: the numbers add up to the prediction less a baseline, the same molecule without features of its atoms. Classes are explained in log-odds. The folder gets contributions.csv, explanations.html with colored structures and the most similar training molecules with another outcome, and a drawing of each molecule.',
  arguments: [
    { syntax: '[RUN]', help: 'run folder of graphsam train, also packed as zip, or its model.onnx' },
    {
      syntax: '[TABLE...]',
      help: 'CSV, TSV, smi or SDF, also gzipped; - reads standard input; or SMILES, one or several',
    },
  ],
  options: settings.options,
  examples: [
    { command: "graphsam explain runs/first 'CC(=O)Oc1ccccc1C(=O)O'", says: 'prints the contributions of the atoms' },
    { command: 'graphsam explain runs/first molecules.csv', says: 'writes the folder molecules_explained' },
  ],
  async run(input, output) {
    const asked = settings.read(input.given);
    const { model, molecules } = modelAndMolecules(input.positional, asked.data, 'explain');
    if (asked.run.output === dash) throw noFolder();
    const table = molecules[0]!;
    const smiles = (await areSmiles(molecules)) ? await spoolSmiles(molecules) : undefined;
    const spooled = smiles ?? (table === dash ? await spoolStandardInput() : undefined);
    const folder = asked.run.output ?? (smiles ? undefined : defaultFolder(table));
    const paths = { table: spooled?.path ?? table, molecules, areTyped: smiles !== undefined, folder };
    return withSpooled([spooled], async () => {
      await withRunFolders([model], ([found]) =>
        explainTo({ ...paths, model: found!, name: model }, asked, output.naming([spooled])),
      );
      return 0;
    });
  },
};

function noFolder(): ConfigError {
  return new ConfigError({
    code: 'wrong-value',
    path: ['run', 'output'],
    what: 'explanations are several files, which standard output cannot take',
    where: dash,
    advice: 'Name a folder.',
  });
}

interface ExplainPaths {
  readonly model: string;
  /** The model as it was given. */
  readonly name: string;
  readonly table: string;
  /** As they were given: what a printed explanation is called. */
  readonly molecules: readonly string[];
  /** The table was made of SMILES on the command line. */
  readonly areTyped: boolean;
  /** Undefined for SMILES: their explanations are printed. */
  readonly folder: string | undefined;
}

async function explainTo(
  { model, name, table, molecules, areTyped, folder }: ExplainPaths,
  { data, run, explain, machine }: ExplainSettings,
  output: Output,
): Promise<void> {
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const { explainRun, explanationFiles } = await import('../explain/index.node.ts');
  const options = {
    model,
    input: table,
    areTyped,
    output: folder,
    overwrite: run.overwrite,
    method: explain.method,
    targets: data.targetColumns,
    ...readingOf(data),
    ...machine,
  };
  const { rows, failed, reason, notes } = await interruptible(
    output,
    'the table and the page are not written',
    (signal) =>
      explainRun(options, {
        signal,
        onStart: (card, found, warnings) => {
          const about = `Model: ${card.model}, trained on ${card.training.data} with ${card.training.optimizer}`;
          output.say([about, ...found], { kind: 'start', model: name, tasks: card.tasks, notes: found });
          for (const warning of warnings) output.warn(warning);
        },
        onMolecule: (explained, done) => {
          if (folder === undefined) printMolecule(explained, molecules[done - 1]!, output);
          else output.progress({ label: `${formatCount(done)} molecules` });
        },
      }),
  );
  for (const note of notes) output.warn(note);
  if (folder === undefined) return;
  const reasons = failed > 0 ? `, ${formatCount(failed)} without an explanation (see column ${reason})` : '';
  output.result(`${folder}: ${explanationFiles.page}, ${explanationFiles.table}, ${formatCount(rows)} rows${reasons}`, {
    kind: 'result',
    output: folder,
    rows,
    failed,
  });
}

/** given: the SMILES as it was written. */
function printMolecule(explained: Explanation | { readonly reason: string }, given: string, output: Output): void {
  if ('reason' in explained) {
    const { reason } = explained;
    output.result(`${given}: ${reason}`, { kind: 'explanation', smiles: given, reason });
    return;
  }
  const { smiles, targets, fragments, counterfactuals, prediction } = explained;
  const lines = targets.flatMap(({ quantity, prediction: value, baseline, contributions }, index) => [
    `${smiles}: ${quantity} ${formatNumber(value)}, baseline ${formatNumber(baseline)}`,
    `  contributions, in the order of these atoms: ${Array.from(contributions, (each) => formatNumber(each)).join(' ')}`,
    ...(fragments ? [`  part of each atom: ${fragments.join(' ')}`] : []),
    ...counterfactuals[index]!.slice(0, 1).map(
      (other) => `  similar training molecule with another outcome: ${other.smiles} (${other.similarity.toFixed(2)})`,
    ),
  ]);
  const { applicability } = prediction;
  const doubt = reasonOf(prediction);
  if (doubt) lines.push(`  ${doubt}`);
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
    ...(doubt && { reason: doubt }),
  });
}

/** molecules.csv.gz -> molecules_explained, in the same folder. */
function defaultFolder(table: string): string {
  return table === dash ? 'explained' : `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_explained`;
}
