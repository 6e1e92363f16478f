/** On request: the molecule with its atoms colored by what they contribute to the prediction. */
import { useState } from 'preact/hooks';
import { svgUrl } from '../../engine/client.ts';
import type { OpenedModel, PastedExplanation } from '../../engine/protocol.ts';
import { shortSmiles } from '../parts/molecule.tsx';
import { short } from '../parts/numbers.ts';
import { engine } from '../state/engine.ts';
import { describeProblem, inWordsOfThePage } from '../state/problem.ts';

interface AtomContributionsProps {
  readonly smiles: string;
  readonly model: OpenedModel;
}

export function AtomContributions({ smiles, model }: AtomContributionsProps) {
  const [state, setState] = useState<PastedExplanation | 'waiting'>();
  if (state === undefined || state === 'waiting') {
    const explain = async (): Promise<void> => {
      setState('waiting');
      const failed = (error: unknown): PastedExplanation => ({ reason: describeProblem(error).what });
      setState(await engine().explain(model, smiles).catch(failed));
    };
    const busy = state === 'waiting';
    const word = busy ? 'Explaining …' : 'Explain';
    return (
      <button
        type="button"
        aria-disabled={busy}
        aria-label={`${word} the atoms of ${shortSmiles(smiles)}`}
        onClick={() => !busy && void explain()}
      >
        {word}
      </button>
    );
  }
  if ('reason' in state) return <p class="small">{inWordsOfThePage(state.reason)}</p>;
  return (
    <>
      {state.targets.map(({ quantity, prediction, baseline, svg }) => (
        <figure class="contributions" key={quantity}>
          {svg && (
            <img
              src={svgUrl(svg)}
              width={240}
              height={180}
              alt={`Atoms of ${shortSmiles(smiles)} colored by what they contribute to ${quantity}`}
            />
          )}
          <figcaption class="small">
            {`${quantity}: ${short(prediction)}, from a baseline of ${short(baseline)}. Red atoms raise it, blue ones lower it.`}
          </figcaption>
        </figure>
      ))}
      {state.warnings.map((warning) => (
        <p class="small" key={warning}>
          {warning}
        </p>
      ))}
    </>
  );
}
