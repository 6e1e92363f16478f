/** Sorting and filtering of predicted rows. */
import type { OpenedModel, RowKind } from '../../engine/protocol.ts';
import { CheckInput, ChoiceInput, NumberInput, TextInput } from '../parts/inputs.tsx';
import type { RowsChoice } from './predicted-card.tsx';
import { sortKeys, sortText } from './sort-keys.ts';

interface RowsControlsProps {
  readonly model: OpenedModel;
  readonly choice: RowsChoice;
  readonly onChange: (changes: Partial<RowsChoice>) => void;
}

const kinds: readonly { readonly value: RowKind; readonly title: string }[] = [
  { value: 'all', title: 'All rows' },
  { value: 'predicted', title: 'With a prediction' },
  { value: 'doubtful', title: 'Unlike the training set' },
  { value: 'refused', title: 'Refused' },
];

export function RowsControls({ model, choice, onChange }: RowsControlsProps) {
  const { card } = model;
  const task = choice.task ?? 0;
  return (
    <>
      <div class="fields in-a-row">
        <ChoiceInput
          label="Sort by"
          value={sortText(choice)}
          choices={sortKeys(card)}
          onChange={(value) => onChange(JSON.parse(value))}
        />
        <ChoiceInput
          label="Rows shown"
          value={choice.show ?? 'all'}
          choices={kinds}
          onChange={(show) => onChange({ show: show as RowKind })}
        />
        <TextInput
          label="Containing"
          placeholder="a name or a part of a SMILES"
          value={choice.text ?? ''}
          onChange={(text) => onChange({ text })}
        />
        {card.classes === undefined && (
          <>
            {card.tasks.length > 1 && (
              <ChoiceInput
                label="Values of"
                value={String(task)}
                choices={card.tasks.map((title, index) => ({ value: String(index), title }))}
                onChange={(value) => onChange({ task: Number(value) })}
              />
            )}
            {(['least', 'most'] as const).map((end) => (
              <NumberInput
                key={end}
                label={`${end === 'least' ? 'At least' : 'At most'}, ${card.tasks[task]}`}
                value={choice[end]}
                onChange={(bound) => onChange({ [end]: bound })}
              />
            ))}
          </>
        )}
      </div>
      {card.classes === undefined && (
        <CheckInput
          label="Compare with the built-in medicines"
          help="The model predicts 515 medicines, and each row says how many of them have a lower value."
          checked={choice.withMedicines ?? false}
          onChange={(withMedicines) => onChange({ withMedicines })}
        />
      )}
    </>
  );
}
