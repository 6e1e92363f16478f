/** What the trainings will need together, and a smaller model where it does not fit this device. */
import { useEffect, useState } from 'preact/hooks';
import type { ResourceEstimate } from '../../engine/protocol.ts';
import { Notice } from '../parts/notice.tsx';
import { engine } from '../state/engine.ts';
import { changeSettings, comparedWith, settings, trainConfigs } from '../state/settings.ts';
import { tableState } from '../state/table.ts';

export function EstimateNotice() {
  const [estimate, setEstimate] = useState<ResourceEstimate>();
  const table = tableState.value.kind === 'ready' ? tableState.value.report : undefined;
  const form = settings.value;
  useEffect(() => {
    if (!table) return;
    let wanted = true;
    const { molecules, sizes, tasks, taskType, known } = table;
    engine()
      .estimate(trainConfigs(), { molecules, sizes, tasks, taskType, known })
      .then((answer) => wanted && setEstimate(answer))
      // Settings that cannot be used say so where they are typed and when the training starts.
      .catch(() => wanted && setEstimate(undefined));
    return () => {
      wanted = false;
    };
  }, [table, form]);
  if (!estimate) return null;
  if (estimate.fits) return <p class="small muted">{estimate.summary}</p>;
  const { smaller } = estimate;
  return (
    <Notice kind="caution" title="Too large for this device">
      <p>{estimate.summary}</p>
      <div class="row">
        {smaller && (
          <button type="button" onClick={() => changeSettings({ size: 'full', modelSettings: typed(smaller) })}>
            Use the smaller model
          </button>
        )}
        {comparedWith.value !== undefined && (
          <button type="button" onClick={() => changeSettings({ compare: false })}>
            Leave out the comparison
          </button>
        )}
      </div>
    </Notice>
  );
}

function typed(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}
