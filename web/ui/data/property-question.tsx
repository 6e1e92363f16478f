/** Which property is learned: the best guess is ticked, and every other column of the table can be. */
import { useState } from 'preact/hooks';
import type { ColumnReport } from '../../engine/protocol.ts';
import { CheckInput, TextInput } from '../parts/inputs.tsx';
import { changeTableOptions } from '../state/table.ts';

interface PropertyQuestionProps {
  readonly explanation: string;
  readonly columns: readonly ColumnReport[];
  /** Names that may be meant, shown first. */
  readonly candidates: readonly string[];
  readonly ticked: readonly string[];
  /** The ticked ones are learned already: only another choice can be sent. */
  readonly isAnswered?: boolean;
}

const shownCells = 3;
const cellLength = 24;
/** Columns from which on they can be searched. */
const searched = 12;
const mostShown = 60;

export function PropertyQuestion({ explanation, columns, candidates, ticked, isAnswered }: PropertyQuestionProps) {
  const [chosen, choose] = useState<readonly string[]>(ticked);
  const [search, setSearch] = useState('');
  const named = candidates.flatMap((name) => columns.filter((column) => column.name === name));
  const others = columns.filter((column) => column.role !== 'smiles' && !candidates.includes(column.name));
  // Numbers before texts: a name or a remark is seldom learned.
  const all = [...named, ...others.filter(({ numeric }) => numeric), ...others.filter(({ numeric }) => !numeric)];
  const isWanted = ({ name }: ColumnReport): boolean => name.toLowerCase().includes(search.trim().toLowerCase());
  const shown = all.filter((column) => chosen.includes(column.name) || isWanted(column)).slice(0, mostShown);
  const isSame = chosen.length === ticked.length && chosen.every((name) => ticked.includes(name));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void changeTableOptions({ targetColumns: all.map(({ name }) => name).filter((name) => chosen.includes(name)) });
      }}
    >
      <fieldset>
        <legend class="question">Which property should the model learn?</legend>
        <p class="muted">{explanation}</p>
        {all.length > searched && (
          <TextInput
            label={`Search the ${all.length} columns`}
            value={search}
            onInput={setSearch}
            onChange={setSearch}
            placeholder="part of a name"
          />
        )}
        <div class="checks">
          {shown.map(({ name, examples }) => (
            <CheckInput
              key={name}
              label={name}
              help={examples
                .slice(0, shownCells)
                .map((cell) => cell.slice(0, cellLength))
                .join(', ')}
              checked={chosen.includes(name)}
              onChange={(checked) => choose(checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
            />
          ))}
        </div>
      </fieldset>
      <div class="row">
        <button
          type="submit"
          class={isAnswered ? '' : 'primary'}
          disabled={chosen.length === 0 || (isAnswered === true && isSame)}
        >
          Learn what is ticked
        </button>
        {!isAnswered && candidates.length > 1 && (
          <button type="button" onClick={() => choose(chosen.length === candidates.length ? [] : [...candidates])}>
            {chosen.length === candidates.length ? 'Tick none' : `Tick all ${candidates.length}`}
          </button>
        )}
      </div>
    </form>
  );
}
