/** Molecules typed, pasted or drawn: SMILES or InChI, one a line, or molfiles. */
import { useState } from 'preact/hooks';
import { DrawMolecule } from '../draw/draw-molecule.tsx';
import { Field } from '../parts/field.tsx';
import { predicting, predictPasted } from '../state/prediction.ts';
import { InchiProgress } from './inchi-progress.tsx';

/** Nicotine and aspirin. */
const proposal = 'CN1CCC[C@H]1c1cccnc1\nCC(=O)Oc1ccccc1C(O)=O';

export function PastedPredictions({ runId }: { readonly runId: string | undefined }) {
  const [text, setText] = useState(proposal);
  const [nothing, setNothing] = useState(false);
  const predict = (asked: string): void => {
    setNothing(asked.trim() === '');
    if (asked.trim() !== '' && !predicting.value) void predictPasted(asked, runId);
  };
  return (
    <div class="card stack">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          predict(text);
        }}
      >
        <Field
          label="Molecules, one SMILES a line"
          help="Or InChI; or molfiles, as a drawing program copies them."
          wrong={nothing ? 'Write at least one.' : undefined}
        >
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
      <InchiProgress />
      <DrawMolecule
        onAdd={(smiles) => {
          // A drawing takes the place of the proposal, and joins what the reader wrote.
          const all = text === proposal || text.trim() === '' ? smiles : `${text.trimEnd()}\n${smiles}`;
          setText(all);
          predict(all);
        }}
      />
    </div>
  );
}
