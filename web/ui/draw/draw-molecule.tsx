/** A button that opens the sketcher below it; its code comes with the first click. */
import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../parts/notice.tsx';

interface DrawMoleculeProps {
  /** SMILES of what was drawn. */
  readonly onAdd: (smiles: string) => void;
}

type SketcherType = ComponentType<{ readonly onAdd: (smiles: string) => void; readonly onClose: () => void }>;

export function DrawMolecule({ onAdd }: DrawMoleculeProps) {
  const [state, setState] = useState<'closed' | 'loading' | 'failed' | { readonly Sketcher: SketcherType }>('closed');
  const open = async (): Promise<void> => {
    setState('loading');
    try {
      setState({ Sketcher: (await import('./sketcher.tsx')).default });
    } catch {
      setState('failed');
    }
  };
  if (typeof state === 'object') return <state.Sketcher onAdd={onAdd} onClose={() => setState('closed')} />;
  return (
    <>
      <div>
        <button type="button" aria-disabled={state === 'loading'} onClick={() => state !== 'loading' && void open()}>
          {state === 'loading' ? 'Opening the sketcher …' : 'Draw a molecule'}
        </button>
      </div>
      {state === 'failed' && (
        <Notice kind="problem" title="The sketcher could not be loaded">
          <p>Reload the page; SMILES can be pasted without it.</p>
        </Notice>
      )}
    </>
  );
}
