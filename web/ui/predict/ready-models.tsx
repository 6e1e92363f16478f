/** Models that predict without a training, each with what was measured of it and what it is not for. */

import { More } from '../parts/more.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { megabytes } from '../parts/numbers.ts';
import { modelFromFile } from '../state/predicting-model.ts';
import type { ReadyModel } from '../state/ready-model.ts';
import { loadingReady, openReady, readyModels } from '../state/ready-models.ts';
import { accuracyOf } from './ready-accuracy.ts';

export function ReadyModels({ open }: { readonly open: boolean }) {
  return (
    <More title="Ready models: predict without a training" open={open}>
      <ul class="ready" aria-label="Ready models">
        {readyModels.map((model) => (
          <li key={model.name} class="card stack">
            <Facts model={model} />
          </li>
        ))}
      </ul>
    </More>
  );
}

function Facts({ model }: { readonly model: ReadyModel }) {
  const { title, name, unit, sizeBytes, limits, source, command } = model;
  const isOpen = modelFromFile.value?.name === title;
  const busy = loadingReady.value?.name === name && !loadingReady.value.problem;
  return (
    <>
      <h3>{title}</h3>
      <p class="small">{accuracyOf(model)}</p>
      <p class="small muted">
        {unit !== undefined && `Unit: ${unit}. `}
        {limits}
      </p>
      <More title="Where it comes from">
        <p class="small">{source}.</p>
        <p class="small code">{command}</p>
        <p class="small">
          Its file keeps fingerprints of its training molecules and not their structures: it says how similar a molecule
          is to them, not to which.
        </p>
      </More>
      <div>
        <button type="button" aria-disabled={busy || isOpen} onClick={() => !busy && !isOpen && void openReady(model)}>
          {isOpen ? 'Predicts now' : busy ? 'Loading …' : `Use it (${megabytes(sizeBytes)})`}
          <span class="visually-hidden">: {title}</span>
        </button>
      </div>
      {loadingReady.value?.name === name && loadingReady.value.problem && (
        <ProblemNotice title="The model could not be loaded" problem={loadingReady.value.problem} />
      )}
    </>
  );
}
