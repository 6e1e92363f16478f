"""Hybridization by the rule of RDKit 2022.09, which the features of the models follow (src/chem/hybridization.ts and radicals.ts of graphsam).

Computed here for every atom, and not read from RDKit: later versions leave a donor's dative bonds out (`N->[Pt]` is SP3 there and
SP3D here) and count the unpaired electrons of some atoms in brackets otherwise.
  orbitals = neighbors and hydrogens + lone pairs (+ unpaired electrons below an octet)
A mark of stereo chemistry that fits the number of neighbors decides first.
"""

from rdkit.Chem import GetPeriodicTable

from .marks import written_mark

_table = GetPeriodicTable()
_VALENCES_OF_2022 = {
    **dict.fromkeys((3, 11, 19, 37), [1]),
    **dict.fromkeys((15, 33, 51, 83), [3, 5, 7]),
    13: [3, 6],
    14: [4, 6],
    81: [3],
}
_NAMES = {0: "S", 1: "S", 2: "SP", 3: "SP2", 5: "SP3D", 6: "SP3D2"}
# Of a mark: the hybridization, and how many neighbors it fits.
_TETRAHEDRAL = ("SP3", range(4, 5))
_OF_MARKS = {
    "CHI_TETRAHEDRAL": _TETRAHEDRAL,
    "CHI_TETRAHEDRAL_CW": _TETRAHEDRAL,
    "CHI_TETRAHEDRAL_CCW": _TETRAHEDRAL,
    "CHI_SQUAREPLANAR": ("SP2D", range(2, 5)),
    "CHI_TRIGONALBIPYRAMIDAL": ("SP3D", range(2, 6)),
    "CHI_OCTAHEDRAL": ("SP3D2", range(2, 7)),
}
# From here on RDKit counts neighbors only.
_FIRST_ACTINIDE = 89


def hybridization(atom):
    """As RDKit names it, by the bonds around it that are marked as conjugated."""
    if atom.GetAtomicNum() == 0:
        return "UNSPECIFIED"
    degree = atom.GetTotalDegree()
    named, fitting = _OF_MARKS.get(written_mark(atom), (None, ()))
    if degree in fitting:
        return named
    orbitals = _orbitals(atom, degree)
    if orbitals != 4:
        return _NAMES.get(orbitals, "UNSPECIFIED")
    return "SP2" if degree <= 3 and any(bond.GetIsConjugated() for bond in atom.GetBonds()) else "SP3"


def _orbitals(atom, degree):
    number, charge, valence = atom.GetAtomicNum(), atom.GetFormalCharge(), atom.GetTotalValence()
    if number == 1 or number >= _FIRST_ACTINIDE:
        return degree
    outer = _table.GetNOuterElecs(number)
    free = outer - valence - charge
    is_below_octet = valence + outer - charge < 8
    unpaired = unpaired_electrons(atom) if is_below_octet else 0
    return degree + int((free - unpaired) / 2) + unpaired


def valences_of_2022(number):
    """Of neutral atoms, smallest first; -1: any."""
    return _VALENCES_OF_2022.get(number, list(_table.GetValenceList(number)))


def unpaired_electrons(atom):
    """Atoms without brackets are filled up with hydrogens, and have none."""
    if not atom.GetNoImplicit() or atom.GetAtomicNum() == 0:
        return atom.GetNumRadicalElectrons()
    number, charge, valence = atom.GetAtomicNum(), atom.GetFormalCharge(), atom.GetTotalValence()
    valences, outer = valences_of_2022(number), _table.GetNOuterElecs(number)
    if atom.GetIsAromatic() and valences[0] != -1:
        return atom.GetNumRadicalElectrons()
    if valences[0] == -1:
        return max(0, outer - charge) % 2
    missing = (2 if number <= 2 else 8) - outer - valence + charge
    if missing < 0:
        missing = next((each - valence + charge for each in valences[1:] and valences if each >= valence - charge), 0)
    unbound = outer - valence - charge
    return missing if unbound < 0 else min(missing, unbound)
