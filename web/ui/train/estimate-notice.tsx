/** What the trainings will need together, and a smaller model where it does not fit this device. */
import { Notice } from '../parts/notice.tsx';
import { estimate } from '../state/estimate.ts';
import { changeSettings, comparedWith } from '../state/settings.ts';

export function EstimateNotice() {
  const needed = estimate.value;
  if (!needed) return null;
  if (needed.fits) return <p class="small muted">{needed.summary}</p>;
  const { smaller } = needed;
  return (
    <Notice kind="caution" title="Too large for this device">
      <p>{needed.summary}</p>
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
