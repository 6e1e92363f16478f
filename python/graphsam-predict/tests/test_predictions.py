"""The numbers of `graphsam predict`, kept as fixtures: NAME.onnx with NAME.csv, what it wrote."""

import csv
import pickle
import unittest
from pathlib import Path

import numpy as np

from graphsam_predict import GraphsamClassifier, GraphsamRegressor, load

FIXTURES = Path(__file__).parent / "fixtures"
TOLERANCE = 1e-5


def models():
    return sorted(FIXTURES.glob("*.onnx"))


def expected(path):
    with open(path.with_suffix(".csv"), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Predictions(unittest.TestCase):
    def test_there_are_fixtures(self):
        self.assertTrue(models())

    def test_every_molecule_has_the_number_of_graphsam_predict(self):
        for path in models():
            with self.subTest(path.stem):
                rows, model = expected(path), load(path)
                values = model.predict([row["smiles"] for row in rows])
                for row, given in zip(rows, values):
                    for name, value in zip(model.columns, given):
                        if row[name] == "":
                            self.assertTrue(np.isnan(value), row["smiles"])
                        else:
                            self.assertLess(abs(value - float(row[name])), TOLERANCE, row["smiles"])

    def test_a_molecule_has_the_same_number_alone_and_among_others(self):
        for path in models():
            smiles = [row["smiles"] for row in expected(path)][:10]
            model = load(path)
            alone = np.concatenate([model.predict([each]) for each in smiles])
            np.testing.assert_allclose(alone, model.predict(smiles), atol=TOLERANCE)

    def test_what_cannot_be_read_has_a_reason_and_fails_no_other(self):
        model = load(models()[0])
        smiles = ["CCO", "", "nan", "C1CC", "C" * 500, "CCO a name"]
        reasons = model.reasons(smiles)
        self.assertEqual([reason is None for reason in reasons], [True, False, False, False, False, True])
        values = model.predict(smiles)
        self.assertEqual(values[0], values[5])
        self.assertEqual(model.predict([]).shape, (0, 1))

    def test_estimators_give_the_same_and_can_be_copied(self):
        path = models()[0]
        smiles = ["CCO", "c1ccccc1", "CC(=O)O"]
        values = load(path).predict(smiles)[:, 0]
        regressor = GraphsamRegressor(str(path)).fit()
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(regressor)).predict(smiles), values)
        self.assertEqual(regressor.score(smiles, values), 1)
        classifier = GraphsamClassifier(str(path))
        np.testing.assert_array_equal(classifier.predict_proba([[each] for each in smiles])[:, 1], values)
        np.testing.assert_array_equal(classifier.predict(smiles), (values > 0.5).astype(int))

    def test_other_files_are_refused_with_a_reason(self):
        with self.assertRaises(Exception):
            load(FIXTURES / "nowhere.onnx")

    def test_a_table_has_the_columns_of_graphsam_predict(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        table = load(models()[0]).table(["CCO", "x"])
        self.assertEqual(table.columns[0], "smiles")
        self.assertEqual(table.columns[-1], "reason")
        self.assertEqual(len(table), 2)


if __name__ == "__main__":
    unittest.main()
