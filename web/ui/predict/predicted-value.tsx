/** One predicted value: the number or the class, its interval, and where it is among other molecules. */
import type { OpenedModel, PredictedRow } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { taskNamed } from '../state/catalog.ts';
import { predictionTexts } from './tasks.ts';

interface PredictedValueProps {
  readonly model: OpenedModel;
  readonly row: PredictedRow;
  readonly task: number;
}

export function PredictedValue({ model, row: { prediction, percentiles }, task }: PredictedValueProps) {
  const { card } = model;
  const range = rangeText(model, prediction.trust?.[task]);
  const among = [
    [percentiles.training?.[task], 'of the training set'],
    [percentiles.medicines?.[task], 'of the medicines'],
  ] as const;
  return (
    <>
      <strong>{predictionTexts(card, prediction.values!)[task]}</strong>
      {range !== undefined && <p class="small">{range}</p>}
      {among.map(([percentile, whom]) =>
        percentile === undefined ? null : (
          <p class="small muted" key={whom}>{`above ${Math.round(percentile)} % ${whom}`}</p>
        ),
      )}
    </>
  );
}

type Said = NonNullable<PredictedRow['prediction']['trust']>[number];

/** The interval or the classes that are possible are the last of what is said of a target. */
function rangeText({ card, coverage }: OpenedModel, said: Said | undefined): string | undefined {
  if (coverage === undefined || !said) return undefined;
  const percent = `${Math.round(100 * coverage)} %`;
  if (taskNamed(card.taskType)?.hasClasses) {
    const set = said.at(-1);
    return set === undefined ? undefined : `possible (${percent}): ${String(set).replaceAll('|', ', ')}`;
  }
  const [low, high] = said.slice(-2);
  if (typeof low !== 'number' || typeof high !== 'number') return undefined;
  return `${percent}: ${short(low)} to ${short(high)}`;
}
