"""CoMPT's features and inputs, one molecule a lane (docs/model-file.md of graphsam)."""

import numpy as np
from rdkit.Chem import rdmolops, rdPartialCharges

from .conjugation import as_read_in_2022

_HYBRIDIZATIONS = ["SP", "SP2", "SP3", "SP3D", "SP3D2"]
_BONDS = ["SINGLE", "DOUBLE", "TRIPLE", "AROMATIC"]
_STEREO = ["STEREOANY", "STEREOCIS", "STEREOE", "STEREONONE", "STEREOTRANS", "STEREOZ"]
_FAR = 1e6


def element_slot(number):
    return number - 1 if 1 <= number <= 100 else 100


def hybridization_slot(atom):
    name = str(atom.GetHybridization())
    return _HYBRIDIZATIONS.index(name) if name in _HYBRIDIZATIONS else 5


def features(molecule):
    """atoms [atoms, 115], bonds [bonds, 13], their atoms, and distances [atoms, atoms] (-1 between fragments)."""
    molecule = as_read_in_2022(molecule)
    rdPartialCharges.ComputeGasteigerCharges(molecule)
    atoms = np.zeros((molecule.GetNumAtoms(), 115), np.float32)
    for atom in molecule.GetAtoms():
        row = atoms[atom.GetIdx()]
        row[element_slot(atom.GetAtomicNum())] = 1
        row[101 + hybridization_slot(atom)] = 1
        row[107:115] = [
            atom.GetTotalNumHs(includeNeighbors=True) / 8,
            atom.GetDegree() / 4,
            atom.GetFormalCharge() / 8,
            atom.GetTotalValence() / 8,
            _finite(atom, "_GasteigerCharge"),
            _finite(atom, "_GasteigerHCharge"),
            atom.GetIsAromatic(),
            atom.IsInRing(),
        ]
    bonds, ends = [], []
    for bond in molecule.GetBonds():
        row = [0.0] * 13
        name = str(bond.GetBondType())
        row[_BONDS.index(name) if name in _BONDS else 3] = 1.0
        row[4 + _STEREO.index(str(bond.GetStereo()))] = 1.0
        row[10:] = [float(bond.GetIsConjugated()), float(bond.GetIsAromatic()), float(bond.IsInRing())]
        bonds.append(tuple(row))
        ends.append((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()))
    distances = rdmolops.GetDistanceMatrix(molecule)
    return atoms, bonds, ends, np.where(distances > _FAR, -1, distances).astype(np.float32)


def _finite(atom, name):
    value = float(atom.GetProp(name))
    return value if np.isfinite(value) else 0.0


def inputs(batch, settings):
    """What the model reads of the features of some molecules."""
    f32, i32 = np.float32, np.int32
    heads = settings["heads"]
    sizes = [len(atoms) for atoms, *_ in batch]
    molecules, slots = len(batch), max(sizes)
    rows = molecules * slots
    atom_features = np.zeros((molecules, slots, 115), f32)
    positions = np.zeros(rows, i32)
    bias = np.full((molecules, slots, slots), -1e9, f32)
    weight = np.zeros((molecules, slots, slots), f32)
    apart = np.zeros((molecules, slots, slots), f32)
    kinds, links = {(0.0,) * 13: 0}, []
    for index, (atoms, bonds, ends, distances) in enumerate(batch):
        size, base = len(atoms), index * slots
        atom_features[index, :size] = atoms
        positions[base : base + size] = np.arange(1, size + 1)
        bias[index, :size, :size] = 0
        same = np.eye(size) > 0
        weight[index, :size, :size] = np.where(distances < 0, 0, np.where(same, 1, 2))
        apart[index, :size, :size] = np.maximum(distances, 0)
        for vector, (begin, end) in zip(bonds, ends):
            kind = kinds.setdefault(vector, len(kinds))
            links += [(base + begin, base + end, kind), (base + end, base + begin, kind)]
    count = len(kinds)
    over_heads = [(head, *link) for head in range(heads) for link in links]
    padding = settings["maxAtoms"] if settings.get("readoutPadding") == "maxAtoms" else None
    return {
        "atomFeatures": atom_features,
        "positions": positions,
        "atomCounts": np.array(sizes, f32)[:, None],
        "membership": _membership(sizes, slots),
        "pairBias": bias,
        "pairWeight": weight,
        "bondsApart": apart,
        "bondVectors": np.array(list(kinds), f32),
        "scoreSource": np.array([(row * heads + head) * count + kind for head, row, _, kind in over_heads], i32),
        "scoreTarget": np.array([(head * rows + row) * slots + to % slots for head, row, to, _ in over_heads], i32),
        **(_order(sizes, slots) if padding is None else _padded_order(sizes, slots, padding)),
    }


def _membership(lengths, slots):
    """1 where the row belongs to the molecule."""
    of_rows = np.arange(slots) < np.array(lengths)[:, None]
    return (np.eye(len(lengths))[:, :, None] * of_rows).reshape(len(lengths), -1).astype(np.float32)


def _order(lengths, slots):
    """How the readout walks the rows: forward, and each molecule from its end."""
    molecules, i32 = len(lengths), np.int32
    member_rows = np.zeros((molecules, slots), i32)
    source = np.zeros((slots, 2, molecules), i32)
    keep = np.ones((slots, 1, molecules, 1), np.float32)
    starts = np.full((slots, 1, molecules), -1, i32)
    for index, length in enumerate(lengths):
        base, steps = index * slots, np.arange(slots)
        member_rows[index] = base + np.where(steps < length, steps, 0)
        source[:, 0, index] = 2 * (base + steps)
        source[:, 1, index] = 2 * (base + np.where(steps < length, length - 1 - steps, steps)) + 1
    keep[0] = 0
    starts[0, 0] = np.arange(molecules)
    slot_of_row = np.zeros(source.size, i32)
    slot_of_row[source.reshape(-1)] = np.arange(source.size)
    return {
        "memberRows": member_rows,
        "slotSource": source,
        "slotOfRow": slot_of_row,
        "keep": keep,
        "startMolecule": starts,
        "startSlot": np.arange(molecules, dtype=i32),
    }


def _padded_order(sizes, slots, padding):
    """The readout of the original code walks as many rows of every molecule, those without an atom too."""
    molecules, i32 = len(sizes), np.int32
    lengths = [padding] * molecules
    source = np.full(molecules * padding, -1, i32)
    target = np.full(molecules * slots, -1, i32)
    for index, size in enumerate(sizes):
        rows, padded = index * slots + np.arange(size), index * padding + np.arange(size)
        source[padded], target[rows] = rows, padded
    return {
        **_order(lengths, padding),
        "paddedSource": source,
        "paddedTarget": target,
        "paddedMembership": _membership(lengths, padding),
    }
