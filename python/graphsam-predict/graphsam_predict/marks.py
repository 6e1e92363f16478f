"""Marks of stereo chemistry (`@`, `@SP1`): as the SMILES writes them, and as graphsam's toolkit reports them (src/chem/written-atoms.ts and rdkit-json.ts).

RDKit drops the mark of an atom that is no stereo center. Hybridization follows what was written; chirality what was kept.
"""

from rdkit import Chem

_DROPPED = "graphsam_dropped_mark"
_BESIDE_HYDROGEN = "graphsam_beside_written_hydrogen"
_UNMARKED = "CHI_UNSPECIFIED"
_TETRAHEDRAL = ("CHI_TETRAHEDRAL_CW", "CHI_TETRAHEDRAL_CCW")
_AS_WRITTEN = Chem.SmilesParserParams()
_AS_WRITTEN.sanitize = False
_AS_WRITTEN.removeHs = False


def keep_dropped_marks(molecule, smiles):
    """Notes on atoms what the SMILES, from which the molecule was read, says and RDKit forgets: marks, and hydrogens beside them."""
    if "@" not in smiles:
        return
    # Hydrogens become parts of their neighbors when a molecule is read; the order of the others stays.
    for atom, written in zip(_heavy(molecule), _heavy(Chem.MolFromSmiles(smiles, _AS_WRITTEN)), strict=True):
        if chiral_tag(atom) == _UNMARKED:
            atom.SetProp(_DROPPED, chiral_tag(written))
        if any(_is_plain_hydrogen(neighbor) for neighbor in written.GetNeighbors()):
            atom.SetBoolProp(_BESIDE_HYDROGEN, True)


def written_mark(atom):
    """RDKit's name of the mark that the SMILES has."""
    return atom.GetProp(_DROPPED) if atom.HasProp(_DROPPED) else chiral_tag(atom)


def implicit_valence(atom):
    """Hydrogens that the SMILES does not write. RDKit forgets with a dropped mark that it does: `[H][C@](C)(C)O` has one less here."""
    return 0 if atom.HasProp(_BESIDE_HYDROGEN) else atom.GetValence(Chem.ValenceType.IMPLICIT)


def chirality(atom):
    """0 none, 1 clockwise, 2 counter-clockwise. Square planar centers and the like are none: the toolkit of the training reports no others."""
    tag = chiral_tag(atom)
    return 1 + _TETRAHEDRAL.index(tag) if tag in _TETRAHEDRAL else 0


def chiral_tag(atom):
    return str(atom.GetChiralTag())


def _is_plain_hydrogen(atom):
    return atom.GetAtomicNum() == 1 and atom.GetIsotope() == 0 and atom.GetFormalCharge() == 0


def _heavy(molecule):
    return [atom for atom in molecule.GetAtoms() if atom.GetAtomicNum() != 1]
