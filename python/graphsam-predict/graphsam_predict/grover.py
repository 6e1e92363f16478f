"""GROVER's features and inputs, one molecule a lane (src/models/grover of graphsam)."""

import numpy as np

from .compt import element_slot, hybridization_slot
from .conjugation import as_read_in_2022
from .grover_flags import flags
from .marks import chirality, implicit_valence

_BONDS = ["SINGLE", "DOUBLE", "TRIPLE", "AROMATIC"]
_STEREO = ["STEREONONE", "STEREOANY", "STEREOZ", "STEREOE", "STEREOCIS", "STEREOTRANS"]
ATOM_WIDTH, BOND_WIDTH = 151, 14


def features(molecule):
    """atoms [atoms, 151]; bonds [bonds, 14] and their atoms, the smaller first, in their order."""
    molecule = as_read_in_2022(molecule)
    rings = molecule.GetRingInfo()
    atoms = np.zeros((molecule.GetNumAtoms(), ATOM_WIDTH), np.float32)
    for atom in molecule.GetAtoms():
        row = atoms[atom.GetIdx()]
        hydrogens = atom.GetTotalNumHs()
        slots = [
            element_slot(atom.GetAtomicNum()),
            101 + min(atom.GetTotalDegree(), 6),
            108 + atom.GetFormalCharge() % 6,
            114 + chirality(atom),
            119 + min(hydrogens, 5),
            125 + hybridization_slot(atom),
            133 + min(implicit_valence(atom), 7),
            *([131] if atom.GetIsAromatic() else []),
            *(141 + at for at, is_set in enumerate(flags(atom)) if is_set),
            *(142 + size for size in range(3, 9) if rings.IsAtomInRingOfSize(atom.GetIdx(), size)),
        ]
        row[slots] = 1
        row[132] = atom.GetMass() * 0.01
    ordered = sorted(
        (*sorted((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())), bond.GetIdx()) for bond in molecule.GetBonds()
    )
    bonds = np.zeros((len(ordered), BOND_WIDTH), np.float32)
    for row, (_, _, index) in zip(bonds, ordered):
        bond = molecule.GetBondWithIdx(index)
        name = str(bond.GetBondType())
        if name in _BONDS:
            row[1 + _BONDS.index(name)] = 1
        row[5] = bond.GetIsConjugated()
        row[6] = bond.IsInRing()
        row[7 + _STEREO.index(str(bond.GetStereo()))] = 1
    return atoms, bonds, [(low, high) for low, high, _ in ordered]


def inputs(batch, settings):
    """What the model reads of the features of some molecules."""
    f32, i32 = np.float32, np.int32
    padded = 1 if settings["padding"] == "reference" else 0
    count = len(batch)
    longest = max(len(atoms) for atoms, _, _ in batch)
    atom_slots = longest + padded
    bond_slots = max(1, *(2 * len(ends) for _, _, ends in batch)) + padded
    atom_rows, bond_rows = count * atom_slots, count * bond_slots
    degree = np.zeros(atom_rows, i32)
    source, target = np.full(bond_rows, -1, i32), np.full(bond_rows, -1, i32)
    reverse = np.arange(bond_rows, dtype=i32)
    atom_kind, bond_kind = np.zeros((count, atom_slots), i32), np.zeros((count, bond_slots), i32)
    atom_features = [np.zeros(ATOM_WIDTH, f32)]
    bond_features = [np.zeros(ATOM_WIDTH + BOND_WIDTH, f32)]
    membership = np.zeros((count, atom_rows), f32)
    members, member_place = np.full((count, longest), -1, i32), np.full(atom_rows, -1, i32)
    bond_membership = np.zeros((count, bond_rows), f32)
    for index, (atoms, bonds, ends) in enumerate(batch):
        first = index * atom_slots + padded
        for atom, row in enumerate(atoms):
            atom_kind[index, padded + atom] = len(atom_features)
            atom_features.append(row)
            membership[index, first + atom] = 1
            members[index, atom] = first + atom
            member_place[first + atom] = index * longest + atom
        row = index * bond_slots + padded
        bond_membership[index, row : row + 2 * len(ends)] = 1
        for vector, (low, high) in zip(bonds, ends):
            for begin, end in ((low, high), (high, low)):
                source[row], target[row] = first + begin, first + end
                bond_kind[index, row % bond_slots] = len(bond_features)
                bond_features.append(np.concatenate([atoms[begin], vector]))
                degree[first + begin] += 1
                row += 1
            reverse[row - 2], reverse[row - 1] = row - 1, row - 2
    largest = max(1, int(degree.max()))
    incoming = np.full((atom_rows, largest), -1, i32)
    filled = np.zeros(atom_rows, i32)
    for row, atom in enumerate(target):
        if atom >= 0:
            incoming[atom, filled[atom]] = row
            filled[atom] += 1
    atom_sums = np.zeros((atom_rows, atom_slots), f32)
    bond_sums = np.zeros((bond_rows, bond_slots), f32)
    if padded:
        atom_sums[:, 0] = largest - degree
    for row, atom in enumerate(source):
        if padded:
            bond_sums[row, 0] = largest - 1 if atom < 0 else largest - degree[atom]
        if atom < 0:
            continue
        atom_sums[target[row], atom % atom_slots] = 1
        for before in incoming[atom, : degree[atom]]:
            if before != reverse[row]:
                bond_sums[row, before % bond_slots] = 1
    bonds_of = [max(1, 2 * len(ends)) for _, _, ends in batch]
    return {
        "atomFeatures": np.array(atom_features, f32),
        "atomKind": atom_kind,
        "atomSums": atom_sums.reshape(count, atom_slots, atom_slots),
        "bondFeatures": np.array(bond_features, f32),
        "bondKind": bond_kind,
        "bondSums": bond_sums.reshape(count, bond_slots, bond_slots),
        "incoming": incoming,
        "target": target,
        "reverse": reverse,
        "missing": (largest - degree).astype(f32)[:, None],
        "membership": membership,
        "atomCounts": np.array([len(atoms) for atoms, _, _ in batch], f32)[:, None],
        "members": members,
        "memberPlace": member_place,
        "bondMembership": bond_membership,
        "bondCounts": np.array(bonds_of, f32)[:, None],
    }
