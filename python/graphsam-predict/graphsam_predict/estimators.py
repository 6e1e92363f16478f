"""Trained models as estimators of scikit-learn, which is not needed for it: fitted already, for pipelines and stacking."""

import numpy as np

from .model import load


class _Estimator:
    _is_for_classes = False

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return f"{type(self).__name__}({self.path!r})"

    def get_params(self, deep=True):
        return {"path": self.path}

    def set_params(self, **parameters):
        for name, value in parameters.items():
            if name not in self.get_params():
                raise ValueError(f"{self!r} has no parameter {name!r}; it has: path")
            setattr(self, name, value)
        self.__dict__.pop("_model", None)
        return self

    def fit(self, X=None, y=None):
        """Nothing: the model is trained."""
        self.model_
        return self

    @property
    def model_(self):
        """The opened model. Raises ValueError for one of the other kind."""
        if "_model" not in self.__dict__:
            model = load(self.path)
            if (model.card["taskType"] != "regression") != self._is_for_classes:
                other = "GraphsamRegressor" if self._is_for_classes else "GraphsamClassifier"
                raise ValueError(f"{self.path}: a model for {model.card['taskType']}; use {other}")
            self._model = model
        return self._model

    def __sklearn_is_fitted__(self):
        return True

    def __getstate__(self):
        return {"path": self.path}


def _smiles(X):
    X = np.asarray(X, dtype=object)
    if X.ndim == 0 or X.ndim > 2 or (X.ndim == 2 and X.shape[1] != 1):
        raise ValueError(f"SMILES are expected, a list or one column, not an array of shape {X.shape}")
    return X.reshape(-1).tolist()


def _is_whole_number(name):
    return name.removeprefix("-").isdecimal() and str(int(name)) == name


def _narrow(values):
    return values[:, 0] if values.shape[1] == 1 else values


class GraphsamRegressor(_Estimator):
    """predict(X): [molecules], or [molecules, tasks]. X: SMILES, a list or one column.

    return_std: standard deviations too, of a model that says them (as scikit-learn's Gaussian processes).
    """

    _estimator_type = "regressor"

    def predict(self, X, return_std=False):
        values = _narrow(self.model_.predict(_smiles(X)))
        return (values, _narrow(self.model_.predict_uncertainty(_smiles(X)))) if return_std else values

    def score(self, X, y, sample_weight=None):
        """The coefficient of determination, of several targets their mean. NaN where a molecule cannot be predicted."""
        y, predicted = (np.asarray(each, float).reshape(len(each), -1) for each in (y, self.predict(X)))
        weights = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, float)
        missed = weights @ (y - predicted) ** 2
        return float(np.mean(1 - missed / (weights @ (y - np.average(y, axis=0, weights=weights)) ** 2)))

    def __sklearn_tags__(self):
        return _tags("regressor")


class GraphsamClassifier(_Estimator):
    """For models with one target. predict(X): classes; predict_proba(X): [molecules, classes].

    A molecule that cannot be predicted has probabilities NaN, and no class: predict raises ValueError then.
    """

    _estimator_type = "classifier"
    _is_for_classes = True

    @property
    def model_(self):
        """The opened model. Raises ValueError for one of the other kind, or of several targets: scikit-learn expects one."""
        model = super().model_
        if len(model.tasks) != 1:
            raise ValueError(
                f"{self.path}: a model with {len(model.tasks)} targets ({', '.join(model.tasks)}), and a classifier has one;"
                " use predict or table of graphsam_predict.load, which answer for each target"
            )
        return model

    @property
    def classes_(self):
        """Numbers where all classes are whole numbers, else names."""
        classes = self.model_.card.get("classes")
        names = classes[0] if classes else ["0", "1"]
        return np.array([int(name) for name in names] if all(map(_is_whole_number, names)) else names)

    def predict_proba(self, X):
        values = self.model_.predict(_smiles(X))
        return values if self.model_.card.get("classes") else np.concatenate([1 - values, values], axis=1)

    def predict(self, X):
        probabilities = self.predict_proba(X)
        missing = np.flatnonzero(np.isnan(probabilities).any(axis=1))
        if len(missing) > 0:
            first = _smiles(X)[missing[0]]
            reason = self.model_.reasons([first])[0]
            raise ValueError(
                f"{len(missing)} of {len(probabilities)} molecules cannot be predicted, first {first!r}: {reason}. "
                "Leave them out, or use predict_proba, which gives NaN"
            )
        return self.classes_[np.argmax(probabilities, axis=1)]

    def score(self, X, y, sample_weight=None):
        """The share of right answers. Raises ValueError where no label is a class of the model."""
        labels, classes = np.asarray(y).reshape(-1), self.classes_
        if labels.size and not set(labels.tolist()) & set(classes.tolist()):
            raise ValueError(f"no label is a class of the model: first {labels.tolist()[0]!r}, expected one of {classes.tolist()}")
        return float(np.average(self.predict(X) == labels, weights=sample_weight))

    def __sklearn_tags__(self):
        return _tags("classifier")


def _tags(kind):
    from sklearn.utils import ClassifierTags, RegressorTags, Tags, TargetTags

    return Tags(
        estimator_type=kind,
        target_tags=TargetTags(required=False),
        regressor_tags=RegressorTags() if kind == "regressor" else None,
        classifier_tags=ClassifierTags() if kind == "classifier" else None,
    )
