"""The numbers of `graphsam predict`, kept as fixtures: NAME.onnx with NAME.csv, what it wrote."""

import csv
import json
import pickle
import unittest
import warnings
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import numpy as np
from rdkit import Chem

from graphsam_predict import GraphsamClassifier, GraphsamRegressor, grover, load
from graphsam_predict.compare import difference
from graphsam_predict.conjugation import as_read_in_2022
from graphsam_predict.hybridization import hybridization
from graphsam_predict.molecule_features import MoleculeFeatures
from graphsam_predict.reading import read_molecule

FIXTURES = Path(__file__).parent / "fixtures"
TOLERANCE = 1e-5
ORGANOMETALLICS = Path(__file__).parents[3] / "test" / "fixtures" / "organometallics.json"
AS_WRITTEN = {"atomOrder": "as-written", "largestFragment": False, "maxAtoms": 99}


def models():
    return sorted(FIXTURES.glob("*.onnx"))


def expected(path):
    with open(path.with_suffix(".csv"), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@contextmanager
def classifier_of(probabilities, **card):
    """One whose model answers this for every molecule."""
    card = {"taskType": "multiclass", "tasks": ["target"], **card}
    model = SimpleNamespace(card=card, tasks=card["tasks"])
    model.predict = lambda smiles: np.array([probabilities] * len(smiles), float)
    with mock.patch("graphsam_predict.estimators.load", return_value=model):
        yield GraphsamClassifier("classes.onnx")


class Predictions(unittest.TestCase):
    def test_there_are_fixtures(self):
        self.assertTrue(models())

    def test_every_molecule_has_the_number_of_graphsam_predict(self):
        for path in models():
            with self.subTest(path.stem):
                rows, model = expected(path)[-40:], load(path)
                values = model.predict([row["smiles"] for row in rows])
                for row, given in zip(rows, values):
                    for name, value in zip(model.columns, given):
                        if row[name] == "":
                            self.assertTrue(np.isnan(value), row["smiles"])
                        else:
                            scale = max(1, abs(float(row[name])))
                            self.assertLess(abs(value - float(row[name])), TOLERANCE * scale, row["smiles"])

    def test_a_molecule_has_the_same_number_alone_and_among_others(self):
        for path in models():
            smiles = [row["smiles"] for row in expected(path)][:4]
            model = load(path)
            alone = np.concatenate([model.predict([each]) for each in smiles])
            np.testing.assert_allclose(alone, model.predict(smiles), rtol=TOLERANCE, atol=TOLERANCE)

    def test_what_cannot_be_read_has_a_reason_and_fails_no_other(self):
        model = load(FIXTURES / "compt-canonical.onnx")
        smiles = ["CCO", "", "nan", "C1CC", "C" * 500, "CCO a name", "C~C", "CC>>CO", "[#6]"]
        reasons = model.reasons(smiles)
        self.assertEqual([reason is None for reason in reasons], [True, *4 * [False], True, *3 * [False]])
        values = model.predict(smiles)
        self.assertEqual(values[0], values[5])
        self.assertEqual(model.predict([]).shape, (0, 1))

    def test_estimators_give_the_same_and_can_be_copied(self):
        path = FIXTURES / "compt-canonical.onnx"
        smiles = ["CCO", "c1ccccc1", "CC(=O)O"]
        values = load(path).predict(smiles)[:, 0]
        regressor = GraphsamRegressor(str(path)).fit()
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(regressor)).predict(smiles), values)
        self.assertEqual(regressor.score(smiles, values), 1)
        self.assertEqual(regressor.score(smiles, values, sample_weight=[1, 2, 3]), 1)
        path = FIXTURES / "ensemble-yes-no.onnx"
        values = load(path).predict(smiles)[:, 0]
        classifier = GraphsamClassifier(str(path))
        np.testing.assert_array_equal(classifier.predict_proba([[each] for each in smiles])[:, 1], values)
        np.testing.assert_array_equal(classifier.predict(smiles), (values > 0.5).astype(int))

    def test_an_estimator_refuses_what_it_would_answer_wrongly(self):
        numbers, classes = str(FIXTURES / "compt-canonical.onnx"), str(FIXTURES / "ensemble-yes-no.onnx")
        with self.assertRaisesRegex(ValueError, "use GraphsamClassifier"):
            GraphsamRegressor(classes).predict(["CCO"])
        with self.assertRaisesRegex(ValueError, "use GraphsamRegressor"):
            GraphsamClassifier(numbers).predict(["CCO"])
        with self.assertRaisesRegex(ValueError, "1 of 2 molecules cannot be predicted, first 'C1CC': RDKit"):
            GraphsamClassifier(classes).predict(["CCO", "C1CC"])
        self.assertTrue(np.isnan(GraphsamClassifier(classes).predict_proba(["C1CC"])).all())
        with self.assertRaisesRegex(ValueError, r"one column, not an array of shape \(1, 2\)"):
            GraphsamRegressor(numbers).predict([["CCO", 3.5]])
        with self.assertRaisesRegex(ValueError, "no parameter 'threads'"):
            GraphsamRegressor(numbers).set_params(threads=2)

    def test_a_classifier_has_one_target(self):
        with self.assertRaisesRegex(ValueError, r"2 targets \(kind, rings\).* use predict or table"):
            GraphsamClassifier(str(FIXTURES / "ensemble-classes.onnx")).predict_proba(["CCO"])
        with classifier_of([0.2, 0.3], tasks=["a", "b"], taskType="classification") as classifier:
            for answer in (classifier.fit, lambda: classifier.classes_, lambda: classifier.predict(["CCO"])):
                with self.assertRaisesRegex(ValueError, r"2 targets \(a, b\)"):
                    answer()

    def test_classes_that_are_whole_numbers_are_numbers(self):
        for names, expected in ((["0", "1", "2"], [0, 1, 2]), (["-1", "3"], [-1, 3]), (["1", "1.5"], ["1", "1.5"])):
            probabilities = [0.1, *(len(names) - 2) * [0.2], 0.7]
            with classifier_of(probabilities, classes=[names]) as classifier:
                self.assertEqual(classifier.classes_.tolist(), expected)
                self.assertEqual(classifier.predict(["CCO"]).tolist(), expected[-1:])
                self.assertEqual(classifier.score(["CCO", "C"], expected[-2:]), 0.5)
        with classifier_of([0.1, 0.2, 0.7], classes=[["0", "1", "2"]]) as classifier:
            with self.assertRaisesRegex(ValueError, r"no label is a class of the model: first '2', expected one of \[0, 1, 2\]"):
                classifier.score(["CCO"], ["2"])

    def test_other_files_are_refused_with_a_reason(self):
        with self.assertRaisesRegex(FileNotFoundError, "nowhere.onnx: there is no such file"):
            load(FIXTURES / "nowhere.onnx")
        with self.assertRaisesRegex(ValueError, "not an ONNX model, or damaged"):
            load(FIXTURES / "compt-canonical.csv")

    def test_one_text_is_not_read_letter_by_letter(self):
        model = load(FIXTURES / "compt-canonical.onnx")
        for answer in (model.predict, model.reasons, model.table):
            with self.assertRaisesRegex(ValueError, "not one text"):
                answer("CCO")

    def test_an_estimator_gives_deviations_as_scikit_learn_asks_for_them(self):
        path = FIXTURES / "mean-variance.onnx"
        values, deviations = GraphsamRegressor(str(path)).predict(["CCO", "c1ccccc1"], return_std=True)
        self.assertEqual(values.shape, deviations.shape)
        np.testing.assert_array_equal(deviations, load(path).predict_uncertainty(["CCO", "c1ccccc1"]))
        self.assertTrue((deviations > 0).all())

    def test_a_table_without_pandas_says_what_to_install(self):
        with mock.patch.dict("sys.modules", pandas=None), self.assertRaisesRegex(ImportError, "pip install pandas"):
            load(models()[0]).table(["CCO"])

    def test_a_table_is_that_of_graphsam_predict_column_by_column(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        for path in models():
            with self.subTest(path.stem):
                rows, model = expected(path)[-40:], load(path)
                coverage = 0.8 if "trust" in model.card else None
                table = model.table([row["smiles"] for row in rows], coverage)
                self.assertEqual([name for name in table.columns if name in rows[0]], list(rows[0]))
                found = difference(table, rows)
                self.assertLess(found["largest"], TOLERANCE, found)
                self.assertEqual(found["others"], [])

    def test_intervals_sets_and_entropies_are_those_of_the_table(self):
        smiles = ["CCO", "no molecule", "c1ccccc1"]
        rows = {row["smiles"]: row for row in expected(FIXTURES / "ensemble-regression.onnx")}
        known = [text for text in rows if rows[text]["length_prediction"]][:3]
        low, high = load(FIXTURES / "ensemble-regression.onnx").predict_interval(known, 0.8)
        for text, least, most in zip(known, low, high):
            np.testing.assert_allclose(
                [*least, *most],
                [float(rows[text][name]) for name in ("length_low", "carbons_low", "length_high", "carbons_high")],
                rtol=TOLERANCE,
            )
        model = load(FIXTURES / "ensemble-classes.onnx")
        sets = model.predict_set(smiles, 0.8)
        self.assertIsNone(sets[1])
        self.assertTrue(set(sets[0][0]) <= {"few", "some", "many"} and set(sets[0][1]) <= {"ring", "chain"})
        uncertainty = model.predict_uncertainty(smiles)
        self.assertEqual(uncertainty.shape, (3, 2, 2))
        self.assertTrue(np.isnan(uncertainty[1]).all())
        self.assertTrue((uncertainty[0, :, 0] <= uncertainty[0, :, 1]).all())

    def test_what_a_model_does_not_say_is_refused_with_a_reason(self):
        single, classes = load(FIXTURES / "compt-canonical.onnx"), load(FIXTURES / "ensemble-classes.onnx")
        with self.assertRaisesRegex(ValueError, "no uncertainty"):
            single.predict_uncertainty(["C"])
        with self.assertRaisesRegex(ValueError, "held-out rows"):
            single.predict_interval(["C"])
        with self.assertRaisesRegex(ValueError, "predict_set"):
            classes.predict_interval(["C"])
        with self.assertRaisesRegex(ValueError, "predict_interval"):
            single.predict_set(["C"])
        with self.assertRaisesRegex(ValueError, "coverage is 90"):
            classes.predict_set(["C"], 90)
        low, _ = load(FIXTURES / "ensemble-regression.onnx").predict_interval(["C"], 0.99999)
        self.assertTrue(np.isnan(low).all())

    def test_onnxruntime_alone_gives_the_mean_of_an_ensemble(self):
        path = FIXTURES / "ensemble-regression.onnx"
        network = load(path)._network
        answer = network.answer(["CCO", "c1ccccc1"])
        np.testing.assert_allclose(answer["members"].mean(axis=1), answer["predictions"], rtol=1e-5)
        np.testing.assert_allclose(answer["members"].std(axis=1, ddof=1), answer["spread"], rtol=1e-4)


class OtherToolkits(unittest.TestCase):
    def warnings_of(self, name, version):
        with mock.patch("rdkit.__version__", version), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            load(FIXTURES / f"{name}.onnx")
        return [str(each.message) for each in caught]

    def test_another_rdkit_is_told_where_the_model_reads_molecule_features(self):
        trained = load(FIXTURES / "features-maccs.onnx").card["toolkit"]["version"]
        for name in ("features-maccs", "compt-trees"):
            (text,) = self.warnings_of(name, "2020.03.1")
            self.assertRegex(text, f"RDKit {trained} .* RDKit 2020.03.1")
        self.assertEqual(self.warnings_of("features-maccs", trained), [])
        self.assertEqual(self.warnings_of("compt-canonical", "2020.03.1"), [])


class Conjugation(unittest.TestCase):
    def test_bonds_are_conjugated_as_in_rdkit_2022(self):
        molecule = Chem.MolFromSmiles("CS(C)(=O)=NC=O")
        marked = as_read_in_2022(molecule)
        sulfur_to_nitrogen = marked.GetBondBetweenAtoms(1, 4)
        self.assertTrue(sulfur_to_nitrogen.GetIsConjugated())
        self.assertFalse(marked.GetBondBetweenAtoms(1, 3).GetIsConjugated())
        self.assertFalse(molecule.GetBondBetweenAtoms(1, 4).GetIsConjugated())


class Hybridization(unittest.TestCase):
    def test_organometallics_are_those_of_rdkit_2022(self):
        if not ORGANOMETALLICS.exists():
            self.skipTest(f"{ORGANOMETALLICS} is in a clone of graphsam only")
        molecules = json.loads(ORGANOMETALLICS.read_text(encoding="utf-8"))["molecules"]
        del molecules["O=[Al]=O"]  # RDKit allows aluminum three bonds now.
        for smiles, [atoms, bonds] in molecules.items():
            found = as_read_in_2022(read_molecule(smiles, AS_WRITTEN))
            self.assertEqual(" ".join(str(atom.GetHybridization()) for atom in found.GetAtoms()), atoms, smiles)
            self.assertEqual("".join(str(int(bond.GetIsConjugated())) for bond in found.GetBonds()), bonds, smiles)

    def test_it_does_not_depend_on_that_of_the_installed_rdkit(self):
        for smiles, expected in (("CN->[Pt](Cl)Cl", "SP3D"), ("CN", "SP3"), ("O=C(C)N", "SP2")):
            molecule = read_molecule(smiles, AS_WRITTEN)
            for atom in molecule.GetAtoms():
                atom.SetHybridization(Chem.HybridizationType.UNSPECIFIED)
            (nitrogen,) = (atom for atom in as_read_in_2022(molecule).GetAtoms() if atom.GetSymbol() == "N")
            self.assertEqual(str(nitrogen.GetHybridization()), expected, smiles)

    def test_a_mark_decides_it_although_rdkit_drops_the_mark(self):
        nitrogen = read_molecule("C[N@](C)(C)->[Pt](Cl)Cl", AS_WRITTEN).GetAtomWithIdx(1)
        self.assertEqual(str(nitrogen.GetChiralTag()), "CHI_UNSPECIFIED")
        self.assertEqual(hybridization(nitrogen), "SP3")


class Marks(unittest.TestCase):
    """What graphsam's toolkit keeps of marks of stereo chemistry."""

    def test_nitrogens_in_rings_of_three_and_most_bridgeheads_have_none(self):
        quinine = "COC1=CC2=C(C=CN=C2C=C1)[C@H]([C@@H]3C[C@@H]4CC[N@]3C[C@@H]4C=C)O"
        for smiles, expected in (
            ("C[N@]1CC1C", "CC1CN1C"),
            ("C[N@@]1C[C@H]1C", "C[C@@H]1CN1C"),
            (quinine, "C=C[C@H]1CN2CC[C@H]1C[C@H]2[C@H](O)c1ccnc2ccc(OC)cc12"),
            ("[N@]12CC[C@@H](CC1)[C@H](O)C2", "O[C@@H]1C[N@]2CC[C@H]1CC2"),
            ("C[N@@+]1(CC)CCCC1C", "CC[N@+]1(C)CCCC1C"),
            ("C[S@](=O)CC", "CC[S@](C)=O"),
            ("CC[P@](C)c1ccccc1", "CC[P@](C)c1ccccc1"),
        ):
            for order in ("canonical", "as-written"):
                read = read_molecule(smiles, {**AS_WRITTEN, "atomOrder": order})
                self.assertEqual(Chem.MolToSmiles(read), expected)

    def test_of_square_planar_centers_and_the_like_grover_reads_none(self):
        for smiles in ("Cl[Pt@SP1](Cl)(N)N", "F[P@TB1](Cl)(Br)(I)C", "F[S@OH1](Cl)(Br)(I)(C)O"):
            atoms, _, _ = grover.features(read_molecule(smiles, AS_WRITTEN))
            np.testing.assert_array_equal(atoms[1, 114:118], [1, 0, 0, 0])


class GivenNumbers(unittest.TestCase):
    card = {"generators": [], "names": ["pH"], "fromFile": 1, "fill": [7.0], "offset": [7.0], "scale": [2.0], "limit": 6}

    def test_they_are_scaled_and_filled_as_the_file_says(self):
        features = MoleculeFeatures(self.card, "here")
        self.assertEqual(features.given, ["pH"])
        self.assertEqual([features.row(None, [value])[0] for value in (9, 100, float("nan"))], [1, 6, 0])
        ranked = MoleculeFeatures({**self.card, "quantiles": [[0.0, 1.0, 1.0, 3.0]]}, "here")
        # 1 is in the middle of its ranks, 1 and 2 of 3; 2 is half way from rank 2 to rank 3.
        # The last digits of a sum do not decide between the ranks that a value shares.
        for value, rank in ((1, 1.5), (1 + 2e-16, 1.5), (1 - 2e-16, 1.5), (2, 2.5), (-5, 0), (9, 3)):
            self.assertAlmostEqual(float(ranked.row(None, [value])[0]), 3**0.5 * (2 * rank / 3 - 1), places=6)
        # Small values are no digits of larger ones.
        small = MoleculeFeatures({**self.card, "quantiles": [[1e-10, 2e-10, 4e-10]]}, "here")
        for value, rank in ((1e-10, 0), (3e-10, 1.5), (4e-10, 2)):
            self.assertAlmostEqual(float(small.row(None, [value])[0]), 3**0.5 * (rank - 1), places=6)

    def test_their_shape_is_not_changed(self):
        model, smiles = load(FIXTURES / "compt-canonical.onnx"), ["C", "CC", "CCC"]
        with self.assertRaisesRegex(ValueError, r"shape \(3, 1\), expected \(3, 0\).* reads no given numbers"):
            model.predict(smiles, features=[[1], [2], [3]])
        model._network.given = ["pH", "dose"]
        for features, shape in (([[1, 2, 3], [4, 5, 6]], r"\(2, 3\)"), ([1, 2, 3, 4, 5, 6], r"\(6,\)")):
            with self.assertRaisesRegex(ValueError, rf"shape {shape}, expected \(3, 2\), a row for each molecule: pH, dose"):
                model.predict(smiles, features=features)
        self.assertEqual(model.predict(smiles, features=np.ones((3, 2))).shape, (3, 1))

    def test_a_generator_or_a_column_that_is_not_known_is_refused_by_name(self):
        with self.assertRaisesRegex(ValueError, "mordred"):
            MoleculeFeatures({**self.card, "generators": ["mordred"]}, "here")
        with self.assertRaisesRegex(ValueError, "amw2"):
            MoleculeFeatures({**self.card, "generators": ["rdkit"], "names": ["amw2", "pH"]}, "here")


if __name__ == "__main__":
    unittest.main()
