"""Numbers of the whole molecule that a model reads: computed by name and scaled as the model file says (src/data/molecule-features of graphsam)."""

import numpy as np
from rdkit.Chem import Crippen, Descriptors, PatternFingerprint, rdFingerprintGenerator
from rdkit.Chem import rdMolDescriptors as described

_BITS = 2048

# Two values of a feature are the same up to this, relative where they are larger than 1.
_SAME_WITHIN = 1e-9

# In the order of graphsam, under its names.
_DESCRIPTORS = {
    "exactmw": described.CalcExactMolWt,
    "amw": Descriptors.MolWt,
    "lipinskiHBA": described.CalcNumLipinskiHBA,
    "lipinskiHBD": described.CalcNumLipinskiHBD,
    **{
        name: getattr(described, f"Calc{name}")
        for name in (
            "NumRotatableBonds NumHBD NumHBA NumHeavyAtoms NumAtoms NumHeteroatoms NumAmideBonds FractionCSP3 NumRings "
            "NumAromaticRings NumAliphaticRings NumSaturatedRings NumHeterocycles NumAromaticHeterocycles "
            "NumSaturatedHeterocycles NumAliphaticHeterocycles NumSpiroAtoms NumBridgeheadAtoms NumAtomStereoCenters "
            "NumUnspecifiedAtomStereoCenters"
        ).split()
    },
    "labuteASA": described.CalcLabuteASA,
    "tpsa": described.CalcTPSA,
    "CrippenClogP": Crippen.MolLogP,
    "CrippenMR": Crippen.MolMR,
    **{f"chi{order}{kind}": getattr(described, f"CalcChi{order}{kind}") for kind in "vn" for order in range(5)},
    "hallKierAlpha": described.CalcHallKierAlpha,
    "kappa1": described.CalcKappa1,
    "kappa2": described.CalcKappa2,
    "kappa3": described.CalcKappa3,
    "Phi": described.CalcPhi,
}

_morgan = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=_BITS)
_pairs = rdFingerprintGenerator.GetAtomPairGenerator(fpSize=_BITS)
_torsions = rdFingerprintGenerator.GetTopologicalTorsionGenerator(fpSize=_BITS)
_paths = rdFingerprintGenerator.GetRDKitFPGenerator(fpSize=_BITS)


def _bits(fingerprint, width):
    row = np.zeros(width)
    row[list(fingerprint.GetOnBits())] = 1
    return row


def _counts(fingerprint, width):
    row = np.zeros(width)
    for position, count in fingerprint.GetNonzeroElements().items():
        row[position] = count
    return row


# Of a molecule, by the name of the generator, and how many there are.
_FINGERPRINTS = {
    "morgan-count": (lambda molecule: _counts(_morgan.GetCountFingerprint(molecule), _BITS), _BITS),
    "morgan": (lambda molecule: _bits(_morgan.GetFingerprint(molecule), _BITS), _BITS),
    "atom-pair": (lambda molecule: _bits(_pairs.GetFingerprint(molecule), _BITS), _BITS),
    "topological-torsion": (lambda molecule: _bits(_torsions.GetFingerprint(molecule), _BITS), _BITS),
    "maccs": (lambda molecule: _bits(described.GetMACCSKeysFingerprint(molecule), 167), 167),
    "rdkit-fp": (lambda molecule: _bits(_paths.GetFingerprint(molecule), _BITS), _BITS),
    "pattern": (lambda molecule: _bits(PatternFingerprint(molecule, fpSize=_BITS), _BITS), _BITS),
}


class MoleculeFeatures:
    """What a model reads of whole molecules. Attribute given: names of those that are not computed, in their order."""

    def __init__(self, described_features, where):
        """described_features: `features` of the card. Raises ValueError for what cannot be computed here."""
        self._scaling = described_features
        names = described_features["names"]
        given = described_features.get("fromFile", 0)
        computed = names[: len(names) - given]
        self.given = names[len(computed) :]
        self._generators = described_features.get("generators", [])
        known = [name for generator in self._generators for name in _columns(generator, where)]
        missing = [name for name in computed if name not in set(known)]
        if missing:
            raise ValueError(f"{where}: the model reads molecule features that are not known here: {', '.join(missing)}")
        position = {name: index for index, name in enumerate(known)}
        self._positions = np.array([position[name] for name in computed], int)

    def row(self, molecule, given):
        """As the model reads it, [features]. given: [len(self.given)], NaN where there is no value."""
        return _scaled(self.raw(molecule, given), self._scaling)

    def raw(self, molecule, given):
        """Before it is scaled, [features], NaN where there is no value."""
        computed = np.concatenate([_compute(name, molecule) for name in self._generators] or [np.empty(0)])
        values = np.concatenate([computed[self._positions], given])
        return np.where(np.isfinite(values), values, np.nan)


def _columns(generator, where):
    if generator == "rdkit":
        return list(_DESCRIPTORS)
    if generator in _FINGERPRINTS:
        return [f"{generator}:{index}" for index in range(_FINGERPRINTS[generator][1])]
    raise ValueError(f"{where}: the model reads molecule features ({generator}) that are not known here")


def _compute(generator, molecule):
    if generator == "rdkit":
        return np.array([compute(molecule) for compute in _DESCRIPTORS.values()], float)
    return _FINGERPRINTS[generator][0](molecule)


def _scaled(values, scaling):
    fill, offset, scale = (np.array(scaling[name], float) for name in ("fill", "offset", "scale"))
    filled = np.where(np.isnan(values), fill, values)
    if scaling.get("quantiles"):
        read = _ranked(filled, scaling["quantiles"])
    else:
        limit = scaling.get("limit", np.inf)
        read = np.clip((filled - offset) / np.where(scale == 0, 1, scale), -limit, limit)
    return np.where(scale == 0, 0, read).astype(np.float32)


def _ranked(values, quantiles):
    """Between -1.7 and 1.7 by the rank among the training values; a value that many share is in the middle of its ranks."""
    count = max(len(each) for each in quantiles)
    table = np.array([each or [0] * count for each in quantiles], float)
    # Sums over atoms end with other last digits in another build of RDKit.
    usual = np.minimum(1, np.abs(table).max(axis=1, keepdims=True))
    same = np.abs(table - values[:, None]) <= _SAME_WITHIN * np.maximum(usual, np.abs(table))
    below = ((table < values[:, None]) & ~same).sum(axis=1)
    equal = same.sum(axis=1)
    column = np.arange(len(table))
    before = table[column, np.maximum(below - 1, 0)]
    after = table[column, np.minimum(below, count - 1)]
    apart = np.where(after > before, after - before, 1)
    between = np.where((below == 0) | (below == count), below, below - 1 + (values - before) / apart)
    rank = np.where(equal > 0, below + (equal - 1) / 2, between)
    return np.sqrt(3) * (2 * np.clip(rank / (count - 1), 0, 1) - 1)
