/**
 * OpenChemLib's editor in the page. Loaded with the first drawing only: the library is larger than all of the page's own scripts
 * (docs/decisions/0023). Who cannot draw writes the structure into the field below; the drawing follows.
 */
import { CanvasEditor, Molecule } from 'openchemlib';
import { useEffect, useRef, useState } from 'preact/hooks';
import { TextInput } from '../parts/inputs.tsx';
import { readInchi } from '../state/inchi.ts';
import { inchiLines } from '../state/pasted-table.ts';
import { describeProblem, isAbort } from '../state/problem.ts';
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
  const [reading, setReading] = useState(false);
  /** The newest text: an InChI that is still read when another text or a drawing comes is not shown. */
  const asked = useRef('');
  useEffect(() => {
    const made = new CanvasEditor(place.current!);
    made.setOnChangeListener(({ type, isUserEvent }) => {
      if (type === 'molecule' && isUserEvent) {
        asked.current = '';
        setReading(false);
        setSmiles(made.getMolecule().toIsomericSmiles());
        setWrong(undefined);
      }
    });
    editor.current = made;
    return () => made.destroy();
  }, []);
  const show = async (text: string): Promise<void> => {
    asked.current = text;
    setReading(true);
    const smiles = await smilesOf(text);
    if (asked.current !== text || !place.current) return;
    setReading(false);
    if (typeof smiles === 'string') draw(smiles);
    else {
      setSmiles(text);
      setWrong(smiles.wrong);
    }
  };
  const draw = (text: string): void => {
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
  const canAdd = smiles !== '' && wrong === undefined && !reading;
  return (
    <div class="stack">
      <div class="sketcher" ref={place} role="application" aria-label="Drawing, by mouse or finger" />
      <TextInput
        label="SMILES of the drawing"
        help="Changes with the drawing, and the drawing with it. A molfile or an InChI can be pasted, too."
        wrong={wrong}
        value={smiles}
        onChange={(text) => void show(text)}
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

/** The text, or of an InChI its SMILES. */
async function smilesOf(text: string): Promise<string | { readonly wrong: string }> {
  const [inchi] = inchiLines(text);
  if (inchi === undefined) return text;
  try {
    const reading = (await readInchi([inchi])).get(inchi)!;
    return 'smiles' in reading ? reading.smiles : { wrong: `This is ${reading.reason}.` };
  } catch (error) {
    if (isAbort(error)) return { wrong: 'The InChI was not read.' };
    const { what, advice = '' } = describeProblem(error);
    return { wrong: `${what}. ${advice}` };
  }
}
