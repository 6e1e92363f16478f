/** How the table is read, where the way that was found is not the right one. Also the cure for most tables that are refused. */
import type { TableOptions } from '../../engine/protocol.ts';
import { CheckInput, ChoiceInput, NumberInput, TextInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { catalog } from '../state/catalog.ts';
import { choicesOf, labelOf } from '../state/setting-labels.ts';
import { changeTableOptions, tableOptions } from '../state/table.ts';

export function ReadingOptions({ open }: { readonly open?: boolean }) {
  return (
    <More title="Reading options" open={open ?? false}>
      <div class="fields">
        <ColumnNames />
        <LabelFields />
        <RowFields />
      </div>
    </More>
  );
}

const change = (changes: { readonly [Key in keyof TableOptions]?: TableOptions[Key] | undefined }): void =>
  void changeTableOptions(changes as TableOptions);

function ColumnNames() {
  const { smilesColumns, targetColumns, ignoreColumns, header } = tableOptions.value;
  return (
    <>
      <TextInput
        label={labelOf('data.smilesColumns')}
        placeholder="found by itself"
        value={smilesColumns?.join(', ') ?? ''}
        onChange={(text) => change({ smilesColumns: names(text) })}
      />
      <TextInput
        label={labelOf('data.targetColumns')}
        placeholder="found by itself"
        help="Several are parted by commas."
        value={targetColumns?.join(', ') ?? ''}
        onChange={(text) => change({ targetColumns: names(text) })}
      />
      <TextInput
        label={labelOf('data.ignoreColumns')}
        value={ignoreColumns?.join(', ') ?? ''}
        onChange={(text) => change({ ignoreColumns: names(text) })}
      />
      <CheckInput
        label={labelOf('data.header')}
        help="The table has no names of columns."
        checked={header === false}
        onChange={(checked) => change({ header: checked ? false : undefined })}
      />
    </>
  );
}

function LabelFields() {
  const { taskType, threshold, labelMap, censored, unreadableLabels } = tableOptions.value;
  return (
    <>
      <ChoiceInput
        label={labelOf('data.taskType')}
        value={taskType ?? ''}
        choices={[
          { value: '', title: 'found from the labels' },
          ...(catalog.value?.tasks ?? []).map(({ name, choice }) => ({ value: name, title: choice })),
        ]}
        onChange={(value) => change({ taskType: (value || undefined) as TableOptions['taskType'] })}
      />
      <NumberInput
        label={labelOf('data.threshold')}
        help="Values of at least this are class 1."
        value={threshold}
        onChange={(number) => change({ threshold: number })}
      />
      <TextInput
        label={labelOf('data.labelMap')}
        placeholder="low=0,high=1"
        value={Object.entries(labelMap ?? {})
          .map((pair) => pair.join('='))
          .join(',')}
        onChange={(text) => change({ labelMap: labelsOf(text) })}
      />
      <CheckInput
        label={labelOf('data.unreadableLabels')}
        help="Labels that cannot be read count as missing."
        checked={unreadableLabels === 'drop'}
        onChange={(checked) => change({ unreadableLabels: checked ? 'drop' : undefined })}
      />
      <ChoiceInput
        label={labelOf('data.censored')}
        help="A limit pulls only predictions on its wrong side; for numbers to learn."
        value={censored ?? ''}
        choices={[{ value: '', title: 'stop the reading' }, ...choicesOf('data.censored')]}
        onChange={(value) => change({ censored: (value || undefined) as TableOptions['censored'] })}
      />
    </>
  );
}

function RowFields() {
  const { largestFragment, duplicates, contradictions, maxRejected } = tableOptions.value;
  return (
    <>
      <ChoiceInput
        label={labelOf('data.contradictions')}
        help="One structure with labels that differ."
        value={contradictions ?? 'keep'}
        choices={choicesOf('data.contradictions')}
        onChange={(value) => change({ contradictions: value as TableOptions['contradictions'] })}
      />
      <NumberInput
        label={labelOf('data.maxRejected')}
        help="A share; 0.2 unless changed. More than that, and the column is probably the wrong one."
        value={maxRejected}
        onChange={(number) => change({ maxRejected: number })}
      />
      <CheckInput
        label={labelOf('data.duplicates')}
        checked={duplicates === 'merge'}
        onChange={(checked) => change({ duplicates: checked ? 'merge' : undefined })}
      />
      <CheckInput
        label={labelOf('data.largestFragment')}
        help="Salts and solvents are cut off."
        checked={largestFragment === true}
        onChange={(checked) => change({ largestFragment: checked || undefined })}
      />
    </>
  );
}

function names(text: string): string[] | undefined {
  const all = text.split(',').map((name) => name.trim());
  return all.some(Boolean) ? all.filter(Boolean) : undefined;
}

function labelsOf(text: string): Record<string, number> | undefined {
  const pairs = text.split(',').map((pair) => pair.split('=').map((side) => side.trim()));
  const whole = pairs.filter(([word, number]) => word && number);
  return whole.length > 0 ? Object.fromEntries(whole.map(([word, number]) => [word, Number(number)])) : undefined;
}
