/** Where a file to predict is given, and how it is read. */
import { FileDrop } from '../parts/file-drop.tsx';
import { CheckInput, TextInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { changeFileReading, fileReading, predictFile } from '../state/prediction.ts';
import { labelOf } from '../state/setting-labels.ts';

export function FilePredictionCard({ runId }: { readonly runId: string | undefined }) {
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
              label={labelOf('data.smilesColumns')}
              placeholder="found by itself"
              value={fileReading.value.smilesColumn}
              onChange={(smilesColumn) => changeFileReading({ smilesColumn: smilesColumn.trim() }, runId)}
            />
            <CheckInput
              label={labelOf('data.header')}
              help="The file has no names of columns."
              checked={!fileReading.value.header}
              onChange={(isData) => changeFileReading({ header: !isData }, runId)}
            />
          </div>
        </More>
      </FileDrop>
    </div>
  );
}
