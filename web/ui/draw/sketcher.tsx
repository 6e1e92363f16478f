/**
 * OpenChemLib's editor in the page. Loaded with the first drawing only: the library is larger than all of the page's own scripts
 * (docs/decisions/0023). Whoever cannot draw writes the structure into the field below; the drawing follows.
 */
import { CanvasEditor, Molecule } from 'openchemlib';
import { useEffect, useRef, useState } from 'preact/hooks';
import { TextInput } from '../parts/inputs.tsx';
import { readStructure } from './read-structure.ts';

interface SketcherProps {
  readonly onAdd: (smiles: string) => void;
  readonly onClose: () => void;
}

export default function Sketcher({ onAdd, onClose }: SketcherProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<CanvasEditor>(undefined);
  const [smiles, setSmiles] = useState('');
  const [wrong, setWrong] = useState<string>();
  useEffect(() => {
    const made = new CanvasEditor(place.current!);
    made.setOnChangeListener(({ type, isUserEvent }) => {
      if (type === 'molecule' && isUserEvent) {
        setSmiles(made.getMolecule().toIsomericSmiles());
        setWrong(undefined);
      }
    });
    editor.current = made;
    return () => made.destroy();
  }, []);
  const show = (text: string): void => {
    const read = readStructure(text, Molecule);
    if ('wrong' in read) {
      setSmiles(text);
      setWrong(read.wrong);
      return;
    }
    editor.current!.setMolecule(read.molecule);
    setSmiles(read.molecule.toIsomericSmiles());
    setWrong(undefined);
  };
  const canAdd = smiles !== '' && wrong === undefined;
  return (
    <div class="stack">
      <div class="sketcher" ref={place} role="application" aria-label="Drawing, by mouse or finger" />
      <TextInput
        label="SMILES of the drawing"
        help="Changes with the drawing, and the drawing with it. A molfile can be pasted, too."
        wrong={wrong}
        value={smiles}
        onChange={show}
      />
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={!canAdd}
          onClick={() => {
            onAdd(smiles);
            onClose();
          }}
        >
          Use this molecule
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}
