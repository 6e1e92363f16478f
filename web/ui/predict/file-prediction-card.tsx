/** A whole file predicted: all its columns and rows come back, with reasons where there is no prediction. */
import { FileDrop } from '../parts/file-drop.tsx';
import { CheckInput, TextInput } from '../parts/inputs.tsx';
import { shortSmiles } from '../parts/molecule.tsx';
import { More } from '../parts/more.tsx';
import { Sentences } from '../parts/notice.tsx';
import { count, plural } from '../parts/numbers.ts';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import {
  changeFileReading,
  type FilePrediction,
  filePrediction,
  fileReading,
  keyOf,
  type PredictedBy,
  predictFile,
} from '../state/prediction.ts';
import { inWordsOfThePage } from '../state/problem.ts';
import { Doubt } from './doubt.tsx';
import { type ModelTasks, modelTitle, predictionTexts } from './tasks.ts';

export function FilePredictionCard({ runId }: { readonly runId: string | undefined }) {
  const newest = filePrediction.value;
  const file = newest?.by.key === keyOf(runId) ? newest : undefined;
  return (
    <div class="card stack">
      <FileDrop
        button="Choose a file to predict"
        accept=".csv,.tsv,.txt,.smi,.sdf,.gz"
        onFiles={([chosen]) => chosen && void predictFile(chosen, runId)}
      >
        <p class="muted">Or a whole table: every row and column comes back, with the prediction beside it.</p>
        <More title="How the file is read">
          <div class="stack">
            <TextInput
              label="Column of the structures"
              placeholder="found by itself"
              value={fileReading.value.smilesColumn}
              onChange={(smilesColumn) => changeFileReading({ smilesColumn: smilesColumn.trim() }, runId)}
            />
            <CheckInput
              label="The first line is data"
              help="The file has no names of columns."
              checked={!fileReading.value.header}
              onChange={(isData) => changeFileReading({ header: !isData }, runId)}
            />
          </div>
        </More>
      </FileDrop>
      {file && (
        <p>
          {file.name}: {plural(file.rows, 'row')} {file.done ? 'read' : 'so far'}, {count(file.failed)} refused.
        </p>
      )}
      {file?.done && <Predicted name={file.name} done={file.done} by={file.by} />}
    </div>
  );
}

interface PredictedProps {
  readonly name: string;
  readonly done: NonNullable<FilePrediction['done']>;
  readonly by: PredictedBy;
}

function Predicted({ name, done, by }: PredictedProps) {
  const model: ModelTasks = by.model.card;
  return (
    <>
      <p class="small muted">Predicted by {modelTitle(by)}.</p>
      <div>
        <SaveButton
          title="Download the predictions"
          fileName={`${fileStem(name)}-${fileStem(model.tasks[0] ?? '')}_preds.csv`}
          make={() => done.csv}
        />
      </div>
      <Scroll label="First predictions of the file">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Molecule</th>
              <th scope="col">Prediction</th>
            </tr>
          </thead>
          <tbody>
            {done.rows.map(({ line, smiles, prediction }) => (
              <tr key={line}>
                <td>{line}</td>
                <td class="code">{shortSmiles(smiles, 40)}</td>
                <td>
                  {prediction.values
                    ? predictionTexts(model, prediction.values).join(', ')
                    : `refused: ${inWordsOfThePage(prediction.reason ?? '')}`}
                  <Doubt prediction={prediction} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Sentences kind="caution" title="About this file" sentences={done.warnings} />
    </>
  );
}
