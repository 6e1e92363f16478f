/** Which model predicts: one that was trained here, or one from a file. */
import { FileDrop } from '../parts/file-drop.tsx';
import { Notice } from '../parts/notice.tsx';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { Segments } from '../parts/segments.tsx';
import { engine } from '../state/engine.ts';
import { openFile } from '../state/open-file.ts';
import { chooseRun, modelFromFile } from '../state/predicting-model.ts';
import { results } from '../state/results.ts';
import { titleOfRun } from '../train/run-title.ts';
import { modelSentence } from './model-sentence.ts';
import { openedPredictor } from './opened-predictor.ts';

const fromFile = 'file';

export function ModelChoice({ runId }: { readonly runId: string | undefined }) {
  const trained = [...results.value.values()];
  const opened = modelFromFile.value;
  const choices = [
    ...trained.map((one) => ({
      value: one.id,
      title: `${one.from === undefined ? 'trained here: ' : ''}${titleOfRun(one)}, ${one.tasks[0]} of ${one.data}`,
    })),
    ...(opened ? [{ value: fromFile, title: opened.name.slice(0, 60) }] : []),
  ];
  const choose = (value: string): void => {
    if (value !== fromFile) chooseRun(value);
  };
  return (
    <>
      {choices.length > 1 && (
        <div>
          <Segments label="Model" value={opened ? fromFile : (runId ?? '')} choices={choices} onChange={choose} />
        </div>
      )}
      {opened && (
        <Notice kind="offer" title={opened.name}>
          <p>{modelSentence(opened.card)}</p>
          <div class="row">
            {opened.card.members && (
              <SaveButton
                title="Save this ensemble (ONNX)"
                fileName={`${fileStem(opened.name)}.onnx`}
                make={() => engine().exportOpened(opened)}
              />
            )}
            <SaveButton
              title="Predictor for colleagues (HTML)"
              fileName={`${fileStem(opened.name)}-predictor.html`}
              make={() => openedPredictor(opened)}
            />
          </div>
        </Notice>
      )}
      <FileDrop
        button="Open a model or a run"
        accept=".onnx,.zip"
        onFiles={([file]) => file && void openFile(file, 'predict')}
      >
        <p class="muted">
          {choices.length === 0 ? 'Train a model above, or open one' : 'Or open another one'}: a model.onnx, or a whole
          run folder as a zip, from this page or from the command line. A run shows its results, too.
        </p>
      </FileDrop>
    </>
  );
}
