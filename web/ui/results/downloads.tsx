/** What can be taken along: the model, the predictions, the whole run as the command line writes it. */
import type { RunResults } from '../../engine/protocol.ts';
import { fileStem } from '../parts/save.ts';
import { SaveButton } from '../parts/save-button.tsx';
import { engine } from '../state/engine.ts';
import { predictionsCsv } from './predictions-csv.ts';
import { predictorFacts } from './predictor-facts.ts';

export function Downloads({ results }: { readonly results: RunResults }) {
  const { id, title, data, tasks } = results;
  const stem = `${fileStem(data)}-${title}`;
  return (
    <div class="stack top-aligned">
      <h3>Take it with you</h3>
      <div class="row">
        <SaveButton title="Model (ONNX)" fileName={`${stem}-model.onnx`} make={async () => engine().exportModel(id)} />
        <SaveButton
          title="Predictions (CSV)"
          fileName={`${stem}-predictions.csv`}
          make={() => predictionsCsv(results)}
        />
        <SaveButton
          title="Report (HTML)"
          fileName={`${stem}-report.html`}
          make={async () => engine().exportReport(id)}
        />
        <SaveButton
          title="Predictor for colleagues (HTML)"
          fileName={`${stem}-predictor.html`}
          make={async () =>
            engine().predictorFile({
              model: await engine().exportModel(id),
              title: `${tasks.join(', ')} predicted (${title})`,
              facts: predictorFacts(results),
            })
          }
        />
        <SaveButton title="Whole run (zip)" fileName={`${stem}-run.zip`} make={async () => engine().exportRun(id)} />
      </div>
      <p class="small muted">
        The model runs wherever ONNX does; how it reads molecules is described inside. The whole run is the folder that
        the command line writes: settings, split, every epoch, rejected rows, report. Model and run open in this page
        again; <span class="code">graphsam predict</span>, <span class="code">evaluate</span> and{' '}
        <span class="code">report</span> read the zip as it is. The predictor is one file of about 10 MB that opens from
        a disk, in Chrome, Edge and Firefox, without a network or an installation; like the model, it has the training
        molecules inside.
      </p>
    </div>
  );
}
