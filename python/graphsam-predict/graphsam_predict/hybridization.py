"""Hybridization by the rule of RDKit 2022.09, which the features of the models follow (src/chem/hybridization.ts and radicals.ts of graphsam).

Later versions count the unpaired electrons of some atoms in brackets otherwise: of elements that bind any number of neighbors, and of
those whose valences changed. Where the count is the same, so is the hybridization.
"""

from rdkit.Chem import GetPeriodicTable

_table = GetPeriodicTable()
_VALENCES_OF_2022 = {
    **dict.fromkeys((3, 11, 19, 37), [1]),
    **dict.fromkeys((15, 33, 51, 83), [3, 5, 7]),
    13: [3, 6],
    14: [4, 6],
    81: [3],
}
_NAMES = {0: "S", 1: "S", 2: "SP", 3: "SP2", 5: "SP3D", 6: "SP3D2"}
# From here on RDKit counts neighbors only.
_FIRST_ACTINIDE = 89


def hybridization(atom):
    """As RDKit names it."""
    number = atom.GetAtomicNum()
    is_counted = 1 < number < _FIRST_ACTINIDE and atom.GetNoImplicit() and str(atom.GetChiralTag()) == "CHI_UNSPECIFIED"
    unpaired = unpaired_electrons(atom) if is_counted else 0
    valence = atom.GetTotalValence()
    free = _table.GetNOuterElecs(number) - valence - atom.GetFormalCharge()
    is_below_octet = valence + _table.GetNOuterElecs(number) - atom.GetFormalCharge() < 8
    if not is_counted or not is_below_octet or unpaired == atom.GetNumRadicalElectrons():
        return str(atom.GetHybridization())
    degree = atom.GetTotalDegree()
    orbitals = degree + int((free - unpaired) / 2) + unpaired
    if orbitals != 4:
        return _NAMES.get(orbitals, "UNSPECIFIED")
    return "SP2" if degree <= 3 and any(bond.GetIsConjugated() for bond in atom.GetBonds()) else "SP3"


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
