/** What a model file says of itself, as a page for people: MODEL_CARD.md, which goes with a model that is handed on. */
import { formatNumber } from '../base/index.ts';
import { elementSymbol } from '../chem/index.ts';
import { comparableMean, comparableName, standardizedNote } from '../metrics/index.ts';
import { findTask } from '../tasks/index.ts';
import type { ModelCard } from './model-card.ts';
import { trainingOf } from './model-training.ts';
import { foreignMetadata, readModelCard } from './read-model-card.ts';
import { foldsOf, type RunFile, type TrainingRunFile } from './run-file.ts';

/** Of the training molecules inside the file. */
const trainingKey = 'graphsam.training';

/** Markdown. bytes: the model file; run: what is stored of its training, if it is known. */
export function modelCardText(bytes: Uint8Array, where: string, run?: RunFile): string {
  const card = readModelCard(bytes, where);
  const facts = factsOf(card, bytes.length);
  return `# Model card: ${card.tasks.slice(0, 3).join(', ')}${card.tasks.length > 3 ? ', ...' : ''}

What the model predicts of a molecule:

${targetsOf(card).join('\n')}

${findTask(card.taskType).words.summary}

| | |
|---|---|
${facts.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`).join('\n')}

## How good it is

${testText(card, run)}

## How far a prediction may be off

${trustText(card)}

## Use

    graphsam predict model.onnx molecules.csv
    graphsam serve model.onnx

In Python, with the package graphsam-predict: \`from graphsam_predict import load; load("model.onnx").predict(["CCO"])\`.

## Limits

The model knows what its training table held. A prediction of a molecule unlike those, or with elements that are not listed above,
is a guess. ${keptText(bytes)}
`;
}

function targetsOf({ tasks, taskType, classes, labels }: ModelCard): string[] {
  const { predictionOf } = findTask(taskType).words;
  const { words, transform, unit } = labels ?? {};
  return tasks.map((task, at) => {
    const named = words?.[at] ? [`0 is ${words[at][0]}, 1 is ${words[at][1]}`] : [];
    const inUnit = unit !== undefined && transform === undefined ? [`in ${unit}`] : [];
    const each = classes ? [`one of ${classes[at]!.join(', ')}, with the probability of each`] : [...named, ...inUnit];
    const scale =
      predictionOf === '' && each.length === 0 ? ['in the unit and on the scale of the training table'] : each;
    return `- ${[`${predictionOf} ${task}`.trim(), ...scale].join(': ')}`;
  });
}

function factsOf(card: ModelCard, size: number): readonly (readonly [string, string])[] {
  const { model, version, taskType, training, toolkit, features, maxAtoms, elements, trees, drawn } = card;
  const { networks, seeds, epochs, data, molecules, folds, optimizers } = trainingOf(card);
  const trained = folds
    ? `${folds.molecules} molecules in ${folds.count} folds, each network on ${molecules} of them`
    : `${molecules} molecules`;
  const settings = Object.entries(card.settings).map(([name, value]) => `${name} ${String(value)}`);
  const salts = card.largestFragment ? 'of salts and mixtures the largest fragment' : 'salts and mixtures as they are';
  return [
    ['Model', `${networksText(networks, drawn)}${model}: ${settings.join(', ')}`],
    ['Task', taskType],
    ['Trained on', `${data}: ${trained}, split ${training.split}, ${seeds}`],
    ['Optimizer', `${optimizers}, weights of ${epochs}`],
    ['Written by', `graphsam ${version}, molecules read by ${toolkit.name} ${toolkit.version}`],
    ['Molecules', `at most ${maxAtoms} heavy atoms, ${salts}, atoms in ${card.atomOrder} order`],
    [
      'Molecule features',
      features ? features.names.slice(0, 20).join(', ') + (features.names.length > 20 ? ', ...' : '') : 'none',
    ],
    ['Elements seen in training', elements ? elements.map(symbolOf).join(', ') : 'not recorded'],
    ...(trees ? [['Blend', blendText(trees)] as const] : []),
    [
      'File',
      `model.onnx, ${(size / 1e6).toFixed(2)} MB, standard operators of ONNX (opset 18${trees ? ', ai.onnx.ml 3' : ''})`,
    ],
  ];
}

function networksText(networks: number, drawn: ModelCard['drawn']): string {
  if (networks === 1) return '';
  return `mean of ${networks} networks${drawn ? ' drawn from the distribution of weights that one training has learned' : ''}, each `;
}

function symbolOf(atomicNumber: number): string {
  return atomicNumber === 0 ? 'dummy atoms' : elementSymbol(atomicNumber);
}

/** The test part of the run, beside what knows less. */
function testText({ training }: ModelCard, run: RunFile | undefined): string {
  if (run?.kind !== 'training' || !run.result?.test)
    return 'The file does not say: it was exported without its run folder, or the run had no test part.';
  const { test, testContext: context } = run.result;
  const others = [
    { name: 'guessing the mean', value: context?.meanPredictor ?? null },
    ...(context?.baselines ?? []),
  ].filter(({ value }) => value !== null);
  const interval = context?.interval?.map(formatNumber).join(' to ');
  return [
    `On ${testedText(run)} (split ${training.split}):`,
    '',
    ...Object.entries(test).map(([name, value]) => {
      const range = name === context?.metric && interval !== undefined ? ` (95 % interval ${interval})` : '';
      const said = comparableName(name, value.standardized !== undefined);
      return `- ${said} ${formatNumber(comparableMean(value))}${range}`;
    }),
    ...others.map(({ name, value }) => {
      return `- for comparison, ${name}: ${comparableName(context!.metric, context!.isStandardized)} ${formatNumber(value)}`;
    }),
    ...(context?.isStandardized ? ['', standardizedNote] : []),
    '',
    'These hold for molecules drawn as the test part was.',
  ].join('\n');
}

/** Every molecule of an ensemble of folds was trained on by some of its networks. */
function testedText(run: TrainingRunFile): string {
  const { split, result } = run;
  const folds = foldsOf(run);
  const count = result?.testContext?.molecules ?? split.parts.find(({ part }) => part === 'test')?.molecules;
  if (!folds) return `${count} molecules of the test part, which were not trained on`;
  const tested = folds.isTogether ? `${count} molecules` : 'the molecules';
  return `${tested} of the test parts of ${folds.count} folds, each judged by the model that was not trained on it`;
}

function trustText({ members, saysVariance, trust, taskType }: ModelCard): string {
  const isOfClasses = findTask(taskType).classProbabilities !== undefined;
  const said = isOfClasses
    ? 'The members of the ensemble give mutual information and entropy with each prediction'
    : `${members ? 'The members of the ensemble give' : 'The network gives'} a deviation with each prediction`;
  const scaled = trust?.spread ? ', scaled by errors of validation molecules.' : '.';
  const kept = isOfClasses ? 'Sets of classes' : 'Intervals';
  return [
    members || saysVariance ? said + scaled : 'One network without a variance: it gives no deviation.',
    trust?.conformal
      ? `${kept} that hold the true value with a wanted probability, the \`coverage\`; they were fitted to validation molecules.`
      : `${kept} cannot be had: too few validation molecules were kept for them.`,
  ].join(' ');
}

function keptText(bytes: Uint8Array): string {
  return trainingKey in foreignMetadata(bytes)
    ? '**The file holds the training molecules with their labels**, which show how similar a new one is (`applicability`): ' +
        'everybody who has the file can read them. A training with `no-training-fingerprints` leaves them out.'
    : 'The training molecules are not in the file.';
}

function blendText({ networkWeight, learners, columns }: NonNullable<ModelCard['trees']>): string {
  const parts = learners.map(({ name, weight }) => `${weight.toFixed(2)} ${name}`);
  return `${networkWeight.toFixed(2)} networks + ${parts.join(' + ')}, whose trees read ${columns.length} molecule features`;
}
