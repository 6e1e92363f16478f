"""Predictions of a model file, and what is said of them."""

from pathlib import Path

import numpy as np

from . import trust
from .columns import free_names, unseen_note
from .network import Network


def load(path, threads=1):
    """Opens a model.onnx, or the run folder that holds one. Raises FileNotFoundError, or ValueError for a file that cannot be used here."""
    path = Path(path)
    path = path / "model.onnx" if path.is_dir() else path
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file; name a model.onnx, or the run folder that holds one")
    return Model(path, threads)


def _listed(smiles):
    """A text would be read letter by letter, a table as the names of its columns."""
    if isinstance(smiles, (str, bytes)):
        raise ValueError("a list of SMILES is expected, not one text: predict([smiles])")
    if hasattr(smiles, "columns"):
        raise ValueError('a list of SMILES is expected, not a table: predict(table["smiles"])')
    return list(smiles)


def _pandas():
    """Of all methods only `table` needs it, so the package does not require it."""
    try:
        import pandas
    except ModuleNotFoundError as error:
        if error.name != "pandas":
            raise
        raise ModuleNotFoundError(
            "a table needs pandas (pip install pandas); predict, predict_interval and reasons do without", name="pandas"
        ) from None
    return pandas


class Model:
    """A trained model. A molecule that cannot be predicted has NaN everywhere; `reasons` says why.

    Attributes: card (what the file says of itself), tasks, columns (of `predict`, as `graphsam predict` names them),
    given_features (names of numbers of each molecule that the model reads and that are not computed: the argument `features`
    of all methods, [molecules, names], NaN where there is no value).
    """

    def __init__(self, path, threads=1):
        self._network = Network(path, threads)
        self._where = path
        self.card = self._network.card
        self.tasks = self.card["tasks"]
        self.given_features = self._network.given
        self.columns = [
            f"{task}_{name}"
            for task, classes in zip(self.tasks, self._network.classes)
            for name in (classes or ["prediction"])
        ]

    def predict(self, smiles, features=None):
        """[molecules, columns]: values, probabilities of class 1, or the probabilities of each class, task after task."""
        values = self._answer(smiles, features)["predictions"]
        widths = [len(classes) if classes else 1 for classes in self._network.classes]
        return np.concatenate([values[:, task, :width] for task, width in enumerate(widths)], axis=1)

    def predict_uncertainty(self, smiles, features=None):
        """How far predictions may be off, by an ensemble or by the variance that the network says.

        Quantities: standard deviations in the unit of each target, [molecules, tasks]. Classes: mutual information (what the
        members disagree on) and total entropy in nats, [molecules, tasks, 2]. Raises ValueError for a model that says none.
        """
        if not trust.says_uncertainty(self.card):
            raise ValueError(f"{self._where}: one model without a variance says no uncertainty; train an ensemble")
        answer = self._answer(smiles, features)
        if not self._has_classes():
            return trust.deviations(answer, self.card)
        return np.stack([np.stack(trust.entropies(answer, *each), axis=1) for each in self._targets()], axis=1)

    def predict_interval(self, smiles, coverage=0.9, features=None):
        """Lowest and highest value, [molecules, tasks] each, that hold the true one with this probability.

        NaN where too few rows were held out in training to say. Raises ValueError for classes, and for a model without them.
        """
        if self._has_classes():
            raise ValueError(f"{self._where}: classes have no intervals; see predict_set")
        self._require_conformal(coverage)
        return trust.intervals(self._answer(smiles, features), self.card, coverage)

    def predict_set(self, smiles, coverage=0.9, features=None):
        """For each molecule a list of the classes that it may have, task by task; None for one that cannot be predicted."""
        if not self._has_classes():
            raise ValueError(f"{self._where}: quantities have no sets of classes; see predict_interval")
        self._require_conformal(coverage)
        answer = self._answer(smiles, features)
        each = [trust.label_sets(answer, self.card, coverage, target) for target in self._targets()]
        return [None if reason else list(sets) for reason, *sets in zip(answer["reasons"], *each)]

    def reasons(self, smiles, features=None):
        """Why a molecule cannot be predicted; None where it can."""
        return self._answer(smiles, features)["reasons"]

    def table(self, smiles, coverage=None, features=None):
        """A pandas DataFrame with the columns of `graphsam predict`; coverage: and of its option --coverage."""
        pandas = _pandas()
        smiles = _listed(smiles)
        if coverage is not None:
            self._require_conformal(coverage)
        answer = self._answer(smiles, features)
        fields = [field for target in self._targets() for field in self._fields(answer, target, coverage)]
        notes = [reason or unseen_note(unseen) for reason, unseen in zip(answer["reasons"], answer["unseen"])]
        names = free_names([*(name for name, _ in fields), "reason"], taken=["smiles"])
        return pandas.DataFrame({"smiles": smiles, **dict(zip(names, [*(values for _, values in fields), notes]))})

    def _answer(self, smiles, features):
        return self._network.answer(_listed(smiles), features)

    def _targets(self):
        return list(enumerate(self._network.classes))

    def _has_classes(self):
        return self.card["taskType"] != "regression"

    def _fields(self, answer, target, coverage):
        """Name and values of each column of a target."""
        task, classes = target
        name, values = self.tasks[task], answer["predictions"][:, task]
        first = values[:, 0]
        if classes is not None:
            likeliest = np.argmax(np.nan_to_num(values[:, : len(classes)]), axis=1)
            first = [None if reason else classes[best] for reason, best in zip(answer["reasons"], likeliest)]
        fields = [(f"{name}_prediction", first)]
        fields += [(f"{name}_{each}", values[:, at]) for at, each in enumerate(classes or [])]
        return fields + [(name + suffix, values) for suffix, values in self._trust_fields(answer, target, coverage)]

    def _trust_fields(self, answer, target, coverage):
        task, fields = target[0], []
        if trust.says_uncertainty(self.card):
            if self._has_classes():
                fields += zip(["_mutual_information", "_entropy"], trust.entropies(answer, *target))
            else:
                fields += [("_unc", trust.deviations(answer, self.card)[:, task])]
        if coverage is None:
            return fields
        if self._has_classes():
            sets = trust.label_sets(answer, self.card, coverage, target)
            texts = [None if reason else "|".join(each) or "none" for reason, each in zip(answer["reasons"], sets)]
            return [*fields, ("_set", texts)]
        low, high = trust.intervals(answer, self.card, coverage)
        return [*fields, ("_low", low[:, task]), ("_high", high[:, task])]

    def _require_conformal(self, coverage):
        if not 0 < coverage < 1:
            raise ValueError(f"the coverage is {coverage}, expected above 0 and below 1")
        if not (self.card.get("trust") or {}).get("conformal"):
            raise ValueError(f"{self._where}: the file keeps no errors of held-out rows, by which intervals are made")
