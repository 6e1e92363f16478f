"""Trained models as estimators of scikit-learn, which is not needed for it: fitted already, for pipelines and stacking."""

import numpy as np

from .model import load


class _Estimator:
    def __init__(self, path):
        self.path = path

    def get_params(self, deep=True):
        return {"path": self.path}

    def set_params(self, **parameters):
        for name, value in parameters.items():
            setattr(self, name, value)
        self.__dict__.pop("_model", None)
        return self

    def fit(self, X=None, y=None):
        """Nothing: the model is trained."""
        self.model_
        return self

    @property
    def model_(self):
        if "_model" not in self.__dict__:
            self._model = load(self.path)
        return self._model

    def __sklearn_is_fitted__(self):
        return True

    def __getstate__(self):
        return {"path": self.path}


def _smiles(X):
    return np.asarray(X, dtype=object).reshape(-1).tolist()


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

    def score(self, X, y):
        """The coefficient of determination."""
        y, predicted = np.asarray(y, float), self.predict(X)
        return 1 - np.sum((y - predicted) ** 2) / np.sum((y - y.mean(axis=0)) ** 2)

    def __sklearn_tags__(self):
        return _tags("regressor")


class GraphsamClassifier(_Estimator):
    """For models with one target. predict(X): classes; predict_proba(X): [molecules, classes]."""

    _estimator_type = "classifier"

    @property
    def classes_(self):
        classes = self.model_.card.get("classes")
        return np.array(classes[0] if classes else [0, 1])

    def predict_proba(self, X):
        values = self.model_.predict(_smiles(X))
        return values if self.model_.card.get("classes") else np.concatenate([1 - values, values], axis=1)

    def predict(self, X):
        return self.classes_[np.argmax(np.nan_to_num(self.predict_proba(X)), axis=1)]

    def score(self, X, y):
        """The share of right answers."""
        return float(np.mean(self.predict(X) == np.asarray(y)))

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
