/** SMILES typed or pasted, a prediction or a reason for each. */
import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { Molecule, shortSmiles } from '../parts/molecule.tsx';
import { count } from '../parts/numbers.ts';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import {
  type Asked,
  keyOf,
  type PastedPrediction,
  type PredictedBy,
  pasted,
  pastedTable,
  predicting,
  predictPasted,
} from '../state/prediction.ts';
import { inWordsOfThePage } from '../state/problem.ts';
import { AtomContributions } from './atom-contributions.tsx';
import { Doubt } from './doubt.tsx';
import { SimilarMolecule } from './similar-molecule.tsx';
import { type ModelTasks, modelTitle, predictionTexts, taskTitle } from './tasks.ts';

/** Nicotine and aspirin. */
const proposal = 'CN1CCC[C@H]1c1cccnc1\nCC(=O)Oc1ccccc1C(O)=O';
const shownAtMost = 100;

export function PastedPredictions({ runId }: { readonly runId: string | undefined }) {
  const [text, setText] = useState(proposal);
  const [nothing, setNothing] = useState(false);
  const answered = pasted.value?.by.key === keyOf(runId) ? pasted.value : undefined;
  return (
    <div class="card stack">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setNothing(text.trim() === '');
          if (!predicting.value) void predictPasted(text, runId);
        }}
      >
        <Field label="Molecules, one SMILES a line" wrong={nothing ? 'Write at least one.' : undefined}>
          {(names) => (
            <textarea
              {...names}
              spellcheck={false}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <div>
          <button type="submit" class="primary" aria-disabled={predicting.value}>
            {predicting.value ? 'Predicting …' : 'Predict'}
          </button>
        </div>
      </form>
      {answered && <Answers answered={answered} />}
    </div>
  );
}

function Answers({ answered }: { readonly answered: PastedPrediction }) {
  const { by, molecules } = answered;
  const model: ModelTasks = by.model.card;
  const hasSimilar = molecules.some(({ prediction }) => prediction.applicability);
  return (
    <>
      <p class="small muted">
        Predicted by {modelTitle(by)}.
        {molecules.length > shownAtMost &&
          ` The first ${shownAtMost} of ${count(molecules.length)} molecules are shown; the download has all.`}
      </p>
      <div>
        <SaveButton
          title="Download these predictions"
          fileName={`pasted-${fileStem(model.tasks[0] ?? '')}_preds.csv`}
          make={() => pastedTable(answered)}
        />
      </div>
      <Scroll label="Predictions">
        <table>
          <thead>
            <tr>
              <th scope="col">Molecule</th>
              <th scope="col">{model.tasks.length === 1 ? taskTitle(model) : 'Predictions'}</th>
              {hasSimilar && <th scope="col">Most similar training molecule</th>}
              <th scope="col">Atoms</th>
            </tr>
          </thead>
          <tbody>
            {molecules.slice(0, shownAtMost).map((one, index) => (
              <PredictionRow key={`${by.key} ${index} ${one.smiles}`} one={one} by={by} hasSimilar={hasSimilar} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

interface PredictionRowProps {
  readonly one: Asked;
  readonly by: PredictedBy;
  /** The model keeps its training molecules. */
  readonly hasSimilar: boolean;
}

function PredictionRow({ one: { smiles, prediction }, by, hasSimilar }: PredictionRowProps) {
  const model: ModelTasks = by.model.card;
  const { values, reason } = prediction;
  const { tasks } = model;
  const texts = values && predictionTexts(model, values);
  return (
    <tr>
      <td>
        {values && <Molecule smiles={smiles} />}
        <span class="code">{shortSmiles(smiles)}</span>
      </td>
      <td>
        {texts && tasks.length <= 1 && <strong>{texts[0]}</strong>}
        {texts && tasks.length > 1 && texts.map((text, task) => `${tasks[task]} ${text}`).join(', ')}
        {reason !== undefined && `refused: ${inWordsOfThePage(reason)}`}
        <Doubt prediction={prediction} />
      </td>
      {hasSimilar && (
        <td>{prediction.applicability && <SimilarMolecule found={prediction.applicability} model={model} />}</td>
      )}
      <td>{values && <AtomContributions smiles={smiles} model={by.model} />}</td>
    </tr>
  );
}
