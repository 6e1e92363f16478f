"""CoMPT's features and inputs, one molecule a lane (docs/model-file.md of graphsam)."""

import numpy as np
from rdkit.Chem import rdmolops, rdPartialCharges

from .conjugation import as_read_in_2022
from .hybridization import hybridization

_HYBRIDIZATIONS = ["SP", "SP2", "SP3", "SP3D", "SP3D2"]
_BONDS = ["SINGLE", "DOUBLE", "TRIPLE", "AROMATIC"]
_STEREO = ["STEREOANY", "STEREOCIS", "STEREOE", "STEREONONE", "STEREOTRANS", "STEREOZ"]
_FAR = 1e6


def element_slot(number):
    return number - 1 if 1 <= number <= 100 else 100


def hybridization_slot(atom):
    name = hybridization(atom)
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
    membership = np.zeros((molecules, rows), f32)
    member_rows = np.zeros((molecules, slots), i32)
    bias = np.full((molecules, slots, slots), -1e9, f32)
    weight = np.zeros((molecules, slots, slots), f32)
    apart = np.zeros((molecules, slots, slots), f32)
    kinds, links = {(0.0,) * 13: 0}, []
    source = np.zeros((slots, 2, molecules), i32)
    keep = np.ones((slots, 1, molecules, 1), f32)
    starts = np.full((slots, 1, molecules), -1, i32)
    for index, (atoms, bonds, ends, distances) in enumerate(batch):
        size, base = len(atoms), index * slots
        atom_features[index, :size] = atoms
        positions[base : base + size] = np.arange(1, size + 1)
        membership[index, base : base + size] = 1
        member_rows[index] = base
        member_rows[index, :size] = np.arange(base, base + size)
        bias[index, :size, :size] = 0
        same = np.eye(size) > 0
        weight[index, :size, :size] = np.where(distances < 0, 0, np.where(same, 1, 2))
        apart[index, :size, :size] = np.maximum(distances, 0)
        for vector, (begin, end) in zip(bonds, ends):
            kind = kinds.setdefault(vector, len(kinds))
            links += [(base + begin, base + end, kind), (base + end, base + begin, kind)]
        for slot in range(slots):
            source[slot, 0, index] = 2 * (base + slot)
            mirrored = size - 1 - slot if slot < size else slot
            source[slot, 1, index] = 2 * (base + mirrored) + 1
        keep[0, 0, index, 0] = 0
        starts[0, 0, index] = index
    slot_of_row = np.zeros(2 * rows, i32)
    slot_of_row[source.reshape(-1)] = np.arange(2 * rows)
    count = len(kinds)
    over_heads = [(head, *link) for head in range(heads) for link in links]
    feeds = {
        "atomFeatures": atom_features,
        "positions": positions,
        "atomCounts": np.array(sizes, f32)[:, None],
        "membership": membership,
        "memberRows": member_rows,
        "pairBias": bias,
        "pairWeight": weight,
        "bondsApart": apart,
        "bondVectors": np.array(list(kinds), f32),
        "slotSource": source,
        "slotOfRow": slot_of_row,
        "keep": keep,
        "startMolecule": starts,
        "startSlot": np.arange(molecules, dtype=i32),
        "scoreSource": np.array([(row * heads + head) * count + kind for head, row, _, kind in over_heads], i32),
        "scoreTarget": np.array([(head * rows + row) * slots + to % slots for head, row, to, _ in over_heads], i32),
        "rowIsAtom": (positions > 0).astype(f32)[:, None],
    }
    return feeds
