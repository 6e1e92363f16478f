"""Predictions of graphsam models: `load("model.onnx").predict(["CCO"])`."""

from .estimators import GraphsamClassifier, GraphsamRegressor
from .model import Model, load

__all__ = ["GraphsamClassifier", "GraphsamRegressor", "Model", "load"]
