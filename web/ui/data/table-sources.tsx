/** Where a table can come from: the example, files, pasted text. */
import { useState } from 'preact/hooks';
import type { TableFile } from '../../engine/protocol.ts';
import { Field } from '../parts/field.tsx';
import { FileDrop } from '../parts/file-drop.tsx';
import { More } from '../parts/more.tsx';
import { isOfTraining, openFile, opening } from '../state/open-file.ts';
import { readExample, readFiles, tableSource } from '../state/table.ts';

const endings = '.csv,.tsv,.txt,.smi,.sdf,.xlsx,.gz,.zip,.onnx';

export function TableSources() {
  const loaded = tableSource.value !== undefined;
  const takeFiles = (files: readonly TableFile[]): void => {
    const [first] = files;
    if (first && isOfTraining(first)) {
      void openFile(first, 'data');
      return;
    }
    opening.value = undefined;
    void readFiles(files);
  };
  return (
    <div class="columns sources" id="sources">
      <div class="card stack top-aligned">
        <h3>Look at it with an example</h3>
        <p class="muted">515 medicines, built into the page. Which of them act in the brain? A minute or two.</p>
        <div>
          <button
            type="button"
            class={loaded ? '' : 'primary'}
            onClick={() => {
              opening.value = undefined;
              void readExample();
            }}
          >
            Use the example
          </button>
        </div>
      </div>
      <FileDrop button="Choose a file" accept={endings} several onFiles={takeFiles}>
        <h3>Bring your own table</h3>
        <p class="muted">Drop it here: CSV, TSV, Excel, SMI or SDF. It is read here and sent nowhere.</p>
        <More title="Or paste it">
          <PasteTable onTable={takeFiles} />
        </More>
      </FileDrop>
    </div>
  );
}

function PasteTable({ onTable }: { readonly onTable: (files: readonly TableFile[]) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onTable([{ name: 'pasted.csv', content: new Blob([text]) }]);
      }}
    >
      <Field
        label="Table as text"
        help="The first line names the columns. A spreadsheet's cells can be pasted as they are."
      >
        {(names) => (
          <textarea
            {...names}
            value={text}
            spellcheck={false}
            placeholder={'smiles,solubility\nCCO,1.1\nc1ccccc1,-1.6'}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <div>
        <button type="submit">Read this table</button>
      </div>
    </form>
  );
}
