/** A molecule drawn by the toolkit: an image, so that nothing in it is ever read as markup of the page. */
import { useEffect, useState } from 'preact/hooks';
import { svgUrl } from '../../engine/client.ts';
import { engine } from '../state/engine.ts';
import { theme } from '../theme.ts';

const size = { width: 240, height: 180 };

export function Molecule({ smiles }: { readonly smiles: string }) {
  const [address, setAddress] = useState<string>();
  const dark = theme.value === 'dark';
  useEffect(() => {
    let wanted = true;
    engine()
      .drawMolecule(smiles, { ...size, dark })
      .then((svg) => wanted && setAddress(svg && svgUrl(svg)))
      // A drawing that fails leaves the SMILES, which stands beside it.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [smiles, dark]);
  if (!address) return <span class="molecule" />;
  return <img class="molecule" src={address} alt={`Structure of ${shortSmiles(smiles)}`} {...size} />;
}

/** Long structures are cut for names and captions. */
export function shortSmiles(smiles: string, most = 60): string {
  return smiles.length <= most ? smiles : `${smiles.slice(0, most - 1)}…`;
}
