"""A model file: what it says of itself, and its predictions."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from . import compt, grover
from .reading import Refused, read_molecule

_FEATURIZERS = {"compt": compt, "grover": grover}
_FORMATS = range(1, 6)
_BATCH = 64


def load(path, threads=1):
    """Opens a model.onnx, or the run folder that holds one. Raises ValueError for a file that cannot be used here."""
    path = Path(path)
    return Model(path / "model.onnx" if path.is_dir() else path, threads)


class Model:
    """Attributes: card (what the file says of itself), tasks, columns (as `graphsam predict` writes them)."""

    def __init__(self, path, threads=1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        text = self._session.get_modelmeta().custom_metadata_map.get("graphsam")
        if text is None:
            raise ValueError(f"{path}: graphsam did not write this model")
        self.card = card = json.loads(text)
        if card["format"] not in _FORMATS:
            raise ValueError(f"{path}: written in format {card['format']}; update graphsam-predict")
        if card["format"] < 3:
            card["atomOrder"] = "as-written"
        if card.get("features"):
            raise ValueError(f"{path}: the model reads molecule features; predict with graphsam predict")
        if card["model"] not in _FEATURIZERS:
            raise ValueError(f"{path}: a model of kind {card['model']!r}; known: {', '.join(_FEATURIZERS)}")
        self._featurizer = _FEATURIZERS[card["model"]]
        self._inputs = {each.name for each in self._session.get_inputs()}
        self.tasks = card["tasks"]
        self.columns = [name for names in self._names() for name in names]

    def predict(self, smiles):
        """[molecules, outputs]: values, probabilities of class 1, or the probabilities of each class, task after task.

        NaN for a molecule that cannot be predicted; `reasons` says why.
        """
        return self._predict(smiles)[0]

    def reasons(self, smiles):
        """Why a molecule cannot be predicted; None where it can."""
        return self._predict(smiles)[1]

    def table(self, smiles):
        """A pandas DataFrame: smiles, the columns of `graphsam predict`, reason."""
        import pandas

        smiles = list(smiles)
        values, reasons = self._predict(smiles)
        columns = {"smiles": smiles}
        at = 0
        for names, classes in zip(self._names(), self._classes()):
            width = len(classes) if classes else 1
            part = values[:, at : at + width]
            at += width
            if classes:
                best = np.argmax(np.nan_to_num(part), axis=1)
                columns[names[0]] = [None if np.isnan(row[0]) else classes[k] for row, k in zip(part, best)]
                names = names[1:]
            columns.update({name: part[:, index] for index, name in enumerate(names)})
        return pandas.DataFrame({**columns, "reason": reasons})

    def _classes(self):
        return self.card.get("classes") or [None] * len(self.tasks)

    def _names(self):
        return [
            [f"{task}_prediction", *(f"{task}_{name}" for name in classes or [])]
            for task, classes in zip(self.tasks, self._classes())
        ]

    def _predict(self, smiles):
        smiles = list(smiles)
        reasons = [None] * len(smiles)
        features = {}
        for index, text in enumerate(smiles):
            try:
                features[index] = self._featurizer.features(read_molecule(text, self.card))
            except Refused as refused:
                reasons[index] = str(refused)
        values = np.full((len(smiles), self._width()), np.nan)
        # Molecules of like size together, so that little is padded.
        order = sorted(features, key=lambda index: len(features[index][0]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            values[chosen] = self._run([features[index] for index in chosen])
        return values, reasons

    def _width(self):
        return sum(len(classes) if classes else 1 for classes in self._classes())

    def _run(self, batch):
        feeds = self._featurizer.inputs(batch, self.card["settings"])
        (outputs,) = self._session.run(["predictions"], {name: feeds[name] for name in self._inputs})
        if outputs.ndim == 2:
            return outputs
        parts = [outputs[:, task, : len(classes)] for task, classes in enumerate(self._classes())]
        return np.concatenate(parts, axis=1)
