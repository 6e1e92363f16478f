/** What a model file says of itself, as a page for people: MODEL_CARD.md, which goes with a model that is handed on. */
import type { ModelCard } from './model-card.ts';
import { trainingOf } from './model-training.ts';

/** Markdown. size: bytes of the model file. */
export function modelCardText(card: ModelCard, size: number): string {
  const { model, version, tasks, taskType, classes, training, toolkit, features, maxAtoms, elements, trees } = card;
  const { words, transform, unit } = card.labels ?? {};
  const targets = tasks.map((task, at) => {
    const names = classes?.[at] ?? words?.[at]?.map((word, label) => `${label} is ${word}`) ?? [];
    const inUnit = unit !== undefined && transform === undefined ? [`in ${unit}`] : [];
    const more = [...names, ...inUnit].join(', ');
    return `- ${task}${more === '' ? '' : `: ${more}`}`;
  });
  const { networks, seeds, epochs, data, molecules, optimizers } = trainingOf(card);
  const facts: readonly (readonly [string, string])[] = [
    [
      'Model',
      `${networks === 1 ? '' : `mean of ${networks} networks, each `}${model}, ${JSON.stringify(card.settings)}`,
    ],
    ['Task', taskType],
    ['Trained on', `${data}: ${molecules} molecules, split ${training.split}, ${seeds}`],
    ['Optimizer', `${optimizers}, weights of ${epochs}`],
    ['Written by', `graphsam ${version}, molecules read by ${toolkit.name} ${toolkit.version}`],
    [
      'Molecules',
      `at most ${maxAtoms} atoms${card.largestFragment ? ', of salts and mixtures the largest fragment' : ''}, atoms in ${card.atomOrder} order`,
    ],
    [
      'Molecule features',
      features ? features.names.slice(0, 20).join(', ') + (features.names.length > 20 ? ', ...' : '') : 'none',
    ],
    [
      'Elements seen in training',
      elements ? `${elements.length} (atomic numbers ${elements.join(', ')})` : 'not recorded',
    ],
    ...(trees ? [['Blend', blendText(trees)] as const] : []),
    [
      'File',
      `model.onnx, ${(size / 1e6).toFixed(2)} MB, standard operators of ONNX (opset 18${trees ? ', ai.onnx.ml 3' : ''})`,
    ],
  ];
  return `# Model card

What the model predicts:

${targets.join('\n')}

| | |
|---|---|
${facts.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`).join('\n')}

## Use

    graphsam predict model.onnx molecules.csv
    graphsam serve model.onnx

In Python: \`from graphsam_predict import load; load("model.onnx").predict(["CCO"])\`.

## Limits

The model knows what its training table held. A prediction of a molecule unlike those, or with elements that are not listed above,
is a guess. The test metrics of the run are in its report; they hold for molecules drawn as the test part was.
`;
}

function blendText({ networkWeight, learners, columns }: NonNullable<ModelCard['trees']>): string {
  const parts = learners.map(({ name, weight }) => `${weight.toFixed(2)} ${name}`);
  return `${networkWeight.toFixed(2)} networks + ${parts.join(' + ')}, whose trees read ${columns.length} molecule features`;
}
