/** Molecules typed or pasted: SMILES, one a line, or molfiles. */
import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { predicting, predictPasted } from '../state/prediction.ts';

/** Nicotine and aspirin. */
const proposal = 'CN1CCC[C@H]1c1cccnc1\nCC(=O)Oc1ccccc1C(O)=O';

export function PastedPredictions({ runId }: { readonly runId: string | undefined }) {
  const [text, setText] = useState(proposal);
  const [nothing, setNothing] = useState(false);
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        setNothing(text.trim() === '');
        if (text.trim() !== '' && !predicting.value) void predictPasted(text, runId);
      }}
    >
      <Field
        label="Molecules, one SMILES a line"
        help="Or molfiles, as a drawing program copies them."
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
  );
}
