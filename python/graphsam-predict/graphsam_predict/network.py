"""The network of a model file: from SMILES to what the file answers, molecule by molecule."""

import json
import os
import warnings

import numpy as np
import rdkit

# Else onnxruntime tells its maker of every model that is opened; it decides when it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime  # noqa: E402

from . import compt, grover
from .reading import Refused, read_molecule

_FEATURIZERS = {"compt": compt, "grover": grover}
_FORMATS = range(1, 7)
_BATCH = 64


class Network:
    """Attributes: card (what the file says of itself), classes (of each task; None: it has none), given (names of numbers of
    each molecule that the model reads and that are not computed)."""

    def __init__(self, path, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = _opened(path, options)
        self.card = _card(self._session, path)
        self.classes = self.card.get("classes") or [None] * len(self.card["tasks"])
        self._where = path
        self._featurizer = _FEATURIZERS[self.card["model"]]
        self._features = _molecule_features(self.card, path)
        self.given = self._features.given if self._features else []
        self._trees = _tree_columns(self.card, path)
        if self._features or self._trees:
            _warn_of_other_toolkit(self.card, path)
        self._inputs = {each.name for each in self._session.get_inputs()}
        outputs = {each.name for each in self._session.get_outputs()}
        self._outputs = [name for name in ("predictions", "spread", "members") if name in outputs]

    def answer(self, smiles, features=None):
        """predictions [molecules, tasks, outputs] and, as far as the file has them, spread like these and members
        [molecules, members, tasks, outputs], NaN where there is a reason; reasons and unseen elements, [molecules]."""
        given = self._given_rows(features, len(smiles))
        reasons, unseen = [None] * len(smiles), [None] * len(smiles)
        read = {}
        for index, text in enumerate(smiles):
            try:
                molecule = read_molecule(text, self.card)
            except Refused as refused:
                reasons[index] = str(refused)
                continue
            extra = self._features.row(molecule, given[index]) if self._features else None
            read[index] = (self._featurizer.features(molecule), extra, self._tree_row(molecule, given[index]))
            unseen[index] = self._unseen(molecule)
        answer = self._empty(len(smiles))
        # Molecules of like size together, so that little is padded.
        order = sorted(read, key=lambda index: len(read[index][0][0]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            for name, values in self._run([read[index] for index in chosen]).items():
                answer[name][chosen] = values
        for index in np.flatnonzero(~np.isfinite(answer["predictions"]).all(axis=(1, 2))):
            reasons[index] = reasons[index] or "the model gives no finite number"
            for values in answer.values():
                values[index] = np.nan
        return {**answer, "reasons": reasons, "unseen": unseen}

    def _given_rows(self, features, count):
        """[molecules, names]. No other shape is made this one: the numbers would be those of other molecules or names."""
        expected, names = (count, len(self.given)), ", ".join(self.given)
        if features is None and self.given:
            raise ValueError(f"{self._where}: the model reads given numbers; features=[molecules, {len(self.given)}]: {names}")
        rows = np.empty(expected) if features is None else np.asarray(features, float)
        if rows.shape != expected:
            raise ValueError(
                f"{self._where}: features of shape {rows.shape}, expected {expected}, a row for each molecule:"
                f" {names or 'the model reads no given numbers'}"
            )
        return rows

    def _tree_row(self, molecule, given):
        """What the trees of the file read; None where it has none."""
        if not self._trees:
            return None
        return self._trees.raw(molecule, given[[self.given.index(name) for name in self._trees.given]])

    def _unseen(self, molecule):
        """Atomic numbers that the training had not."""
        trained = self.card.get("elements")
        return {atom.GetAtomicNum() for atom in molecule.GetAtoms()} - set(trained) if trained else set()

    def _empty(self, count):
        shape = (len(self.classes), max(len(classes) if classes else 1 for classes in self.classes))
        between = {"members": [len(self.card.get("members") or [])]}
        return {name: np.full((count, *between.get(name, []), *shape), np.nan) for name in self._outputs}

    def _run(self, batch):
        feeds = self._featurizer.inputs([features for features, _, _ in batch], self.card["settings"])
        if self._features:
            feeds["extra"] = np.stack([extra for _, extra, _ in batch])
        if self._trees:
            feeds["treeFeatures"] = np.stack([row for _, _, row in batch]).astype(np.float32)
        outputs = self._session.run(self._outputs, {name: feeds[name] for name in self._inputs})
        shape = (len(batch), len(self.classes), -1)
        return {
            name: np.moveaxis(values.reshape(len(values), *shape), 0, 1) if name == "members" else values.reshape(shape)
            for name, values in zip(self._outputs, outputs)
        }


def _opened(path, options):
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # Those of onnxruntime share no class of their own.
        raise ValueError(f"{path}: not an ONNX model, or damaged; copy it again") from error


def _card(session, path):
    text = session.get_modelmeta().custom_metadata_map.get("graphsam")
    if text is None:
        raise ValueError(f"{path}: graphsam did not write this model")
    card = json.loads(text)
    if card["format"] not in _FORMATS:
        raise ValueError(f"{path}: written in format {card['format']}; update graphsam-predict")
    if card["format"] < 6 and card["settings"].get("readoutPadding") == "maxAtoms":
        raise ValueError(f"{path}: a network with padding of an earlier graphsam; train it again")
    if card["format"] < 3:
        card["atomOrder"] = "as-written"
    if card["format"] < 4 and "generator" in (card.get("features") or {}):
        card["features"]["generators"] = [card["features"]["generator"]]
    if card.get("plugins"):
        raise ValueError(f"{path}: a model of plugins, which are programs for graphsam; predict with graphsam predict")
    if card["model"] not in _FEATURIZERS:
        raise ValueError(f"{path}: a model of kind {card['model']!r}; known: {', '.join(_FEATURIZERS)}")
    return card


def _molecule_features(card, path):
    features = card.get("features")
    if not features:
        return None
    # Only where it is needed: loading RDKit's descriptors takes a while.
    from .molecule_features import MoleculeFeatures

    return MoleculeFeatures(features, path)


def _tree_columns(card, path):
    trees = card.get("trees")
    if not trees:
        return None
    from .molecule_features import MoleculeFeatures

    return MoleculeFeatures({**trees, "names": trees["columns"]}, path)


def _warn_of_other_toolkit(card, path):
    """Atoms and bonds are read alike by all versions that were tried; numbers of whole molecules are not: ring counts of
    cyclodextrins are 135 in one and 21 in another."""
    trained = card["toolkit"]["version"]
    if trained != rdkit.__version__:
        warnings.warn(
            f"{path}: the model reads molecule features as RDKit {trained} computes them, and this is RDKit"
            f" {rdkit.__version__}: those of a few molecules differ (ring counts of large symmetric rings)."
            f" pip install rdkit=={trained} computes the same ones.",
            stacklevel=4,
        )
