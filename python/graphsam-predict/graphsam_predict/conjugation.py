"""Conjugated bonds by the rule of RDKit 2022.09, which the features of the models follow (src/chem/conjugation.ts of graphsam).

Later versions also ask the atom at the far end of the multiple bond whether it takes part in a pi system, which sulfur does not:
`NS(C)=NC=O` has fewer conjugated bonds there.
"""

from rdkit import Chem

from .hybridization import hybridization, unpaired_electrons, valences_of_2022

_table = Chem.GetPeriodicTable()
_FIRST_ROW_ENDS = 10


def as_read_in_2022(molecule):
    """A copy with these bonds marked and, since both follow from each other and charges from both, with the hybridization of that version."""
    marked = Chem.Mol(molecule)
    for bond in _conjugated(marked):
        marked.GetBondWithIdx(bond).SetIsConjugated(True)
    for atom in marked.GetAtoms():
        atom.SetHybridization(Chem.HybridizationType.names[hybridization(atom)])
    return marked


def _conjugated(molecule):
    """Positions of bonds that are conjugated beside the aromatic ones."""
    can = [_can_conjugate(atom) for atom in molecule.GetAtoms()]
    marked = set()
    for atom in molecule.GetAtoms():
        if not can[atom.GetIdx()] or atom.GetTotalDegree() not in (2, 3):
            continue
        bonds = list(atom.GetBonds())
        for multiple in bonds:
            if multiple.GetValenceContrib(atom) < 1.5:
                continue
            for other in bonds:
                far = other.GetOtherAtom(atom)
                if other.GetIdx() != multiple.GetIdx() and far.GetTotalDegree() <= 3 and can[far.GetIdx()]:
                    marked |= {multiple.GetIdx(), other.GetIdx()}
    return marked


def _can_conjugate(atom):
    number = atom.GetAtomicNum()
    outer = _table.GetNOuterElecs(number)
    is_chalcogen_at_an_end = outer == 6 and atom.GetTotalDegree() < 2
    if number > _FIRST_ROW_ENDS and outer in (5, 6) and not is_chalcogen_at_an_end:
        return False
    return _pi_electrons(atom, outer) > 0


def _pi_electrons(atom, outer):
    valence = valences_of_2022(atom.GetAtomicNum())[0]
    if valence <= 1:
        return 0
    # Bonds that lend nothing to the valence (a donor's dative bonds) take no part.
    degree = atom.GetTotalNumHs() + sum(bond.GetValenceContrib(atom) >= 0.5 for bond in atom.GetBonds())
    if degree > 3:
        return 0
    lone_pairs = max(outer - valence - atom.GetFormalCharge(), 0)
    return valence - degree + lone_pairs - unpaired_electrons(atom)
