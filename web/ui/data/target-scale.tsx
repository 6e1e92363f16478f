/** Unit and scale of a property that is a number, with what the logarithm does to its distribution. */
import type { LabelReport, TableOptions } from '../../engine/protocol.ts';
import { HistogramChart } from '../charts/histogram-chart.tsx';
import { TextInput } from '../parts/inputs.tsx';
import { Segments } from '../parts/segments.tsx';
import { choicesOf, labelOf } from '../state/setting-labels.ts';
import { changeTableOptions, tableOptions } from '../state/table.ts';

const scales = [{ value: '', title: 'as measured' }, ...choicesOf('data.targetTransform')];

/** Powers of ten from which on logarithms are proposed. */
const wide = 2.5;

export function TargetScale({ label }: { readonly label: LabelReport }) {
  const { targetUnit, targetTransform } = tableOptions.value;
  const unitOfName = unitIn(label.column);
  const choose = (value: string): void => {
    const unit = value === '' ? targetUnit : (targetUnit ?? unitOfName);
    void changeTableOptions({
      targetTransform: (value || undefined) as TableOptions['targetTransform'],
      targetUnit: unit,
    } as TableOptions);
  };
  const canTransform = targetTransform !== undefined || label.logarithms !== undefined;
  return (
    <>
      <div class="fields">
        <TextInput
          label={labelOf('data.targetUnit')}
          placeholder={unitOfName ?? 'such as nM or mg/L'}
          help="Cells may carry it. Logarithms of nM, uM or mM are those of mol/L."
          value={targetUnit ?? ''}
          onChange={(text) => void changeTableOptions({ targetUnit: text.trim() || undefined } as TableOptions)}
        />
        {canTransform && (
          <div class="field whole">
            <strong class="small" aria-hidden="true">
              Learn it
            </strong>
            <Segments
              label={labelOf('data.targetTransform')}
              value={targetTransform ?? ''}
              choices={scales}
              onChange={choose}
            />
            <span class="help">{advice(label, targetTransform)}</span>
          </div>
        )}
      </div>
      {label.measured && (
        <div class="columns">
          <HistogramChart title="As measured" name={label.column} histogram={label.measured} />
          <HistogramChart title="As it is learned" name={label.task} histogram={label.histogram} />
        </div>
      )}
      {label.logarithms && isWide(label) && (
        <div class="columns">
          <HistogramChart title="As measured, and learned" name={label.task} histogram={label.histogram} />
          <HistogramChart title="Its logarithm" name={`log10(${label.column})`} histogram={label.logarithms} />
        </div>
      )}
    </>
  );
}

function advice(label: LabelReport, transform: TableOptions['targetTransform']): string {
  if (transform !== undefined) return `Predictions are on this scale, and called ${label.task}.`;
  if (!isWide(label)) return 'Its values are within a few powers of ten: as measured is fine.';
  return `Its values span ${Math.round(spans(label))} powers of ten. Learn the logarithm: else the largest alone decide.`;
}

/** The values are spread over so many powers of ten that their histogram is shown beside that of their logarithms. */
export function isWide(label: LabelReport): boolean {
  return spans(label) >= wide;
}

/** Powers of ten between the least and the largest value. */
function spans({ logarithms }: LabelReport): number {
  return logarithms && logarithms.edges.length > 0 ? logarithms.edges.at(-1)! - logarithms.edges[0]! : 0;
}

/** `IC50_nM`, `Solubility (mg/L)`: the unit at the end of a name; undefined if there is none. */
function unitIn(column: string): string | undefined {
  return /[\s_([]((?:[fpnuµμm]?M)|(?:[munµμ]?g\/m?L)|(?:[fpnuµμm]?mol\/L))[)\]]?$/.exec(column)?.[1];
}
