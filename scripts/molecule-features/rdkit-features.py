"""SMILES, one a line on stdin, to the molecule features of Python's RDKit, one JSON object a line: lists by generator (src/data/molecule-features).

Needs Python with rdkit (pip install rdkit). Read by scripts/molecule-features.ts, which compares.
"""
import json
import sys

from rdkit import Chem, RDLogger, rdBase
from rdkit.Chem import Crippen, Descriptors, rdFingerprintGenerator, rdMolDescriptors as D
from rdkit.Chem import MACCSkeys

RDLogger.DisableLog("rdApp.*")
BITS = 2048

# The numbers that the WASM build gives out, by its names.
DESCRIPTORS = {
    "exactmw": D.CalcExactMolWt,
    "amw": Descriptors.MolWt,
    "lipinskiHBA": D.CalcNumLipinskiHBA,
    "lipinskiHBD": D.CalcNumLipinskiHBD,
    "NumRotatableBonds": D.CalcNumRotatableBonds,
    "NumHBD": D.CalcNumHBD,
    "NumHBA": D.CalcNumHBA,
    "NumHeavyAtoms": D.CalcNumHeavyAtoms,
    "NumAtoms": D.CalcNumAtoms,
    "NumHeteroatoms": D.CalcNumHeteroatoms,
    "NumAmideBonds": D.CalcNumAmideBonds,
    "FractionCSP3": D.CalcFractionCSP3,
    "NumRings": D.CalcNumRings,
    "NumAromaticRings": D.CalcNumAromaticRings,
    "NumAliphaticRings": D.CalcNumAliphaticRings,
    "NumSaturatedRings": D.CalcNumSaturatedRings,
    "NumHeterocycles": D.CalcNumHeterocycles,
    "NumAromaticHeterocycles": D.CalcNumAromaticHeterocycles,
    "NumSaturatedHeterocycles": D.CalcNumSaturatedHeterocycles,
    "NumAliphaticHeterocycles": D.CalcNumAliphaticHeterocycles,
    "NumSpiroAtoms": D.CalcNumSpiroAtoms,
    "NumBridgeheadAtoms": D.CalcNumBridgeheadAtoms,
    "NumAtomStereoCenters": D.CalcNumAtomStereoCenters,
    "NumUnspecifiedAtomStereoCenters": D.CalcNumUnspecifiedAtomStereoCenters,
    "labuteASA": D.CalcLabuteASA,
    "tpsa": D.CalcTPSA,
    "CrippenClogP": Crippen.MolLogP,
    "CrippenMR": Crippen.MolMR,
    "chi0v": D.CalcChi0v,
    "chi1v": D.CalcChi1v,
    "chi2v": D.CalcChi2v,
    "chi3v": D.CalcChi3v,
    "chi4v": D.CalcChi4v,
    "chi0n": D.CalcChi0n,
    "chi1n": D.CalcChi1n,
    "chi2n": D.CalcChi2n,
    "chi3n": D.CalcChi3n,
    "chi4n": D.CalcChi4n,
    "hallKierAlpha": D.CalcHallKierAlpha,
    "kappa1": D.CalcKappa1,
    "kappa2": D.CalcKappa2,
    "kappa3": D.CalcKappa3,
    "Phi": D.CalcPhi,
}

morgan = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=BITS)
pairs = rdFingerprintGenerator.GetAtomPairGenerator(fpSize=BITS)
torsions = rdFingerprintGenerator.GetTopologicalTorsionGenerator(fpSize=BITS)
paths = rdFingerprintGenerator.GetRDKitFPGenerator(fpSize=BITS)


def features(mol):
    return {
        "rdkit": {name: compute(mol) for name, compute in DESCRIPTORS.items()},
        "morgan-count": sorted(morgan.GetCountFingerprint(mol).GetNonzeroElements().items()),
        "morgan": list(morgan.GetFingerprint(mol).GetOnBits()),
        "atom-pair": list(pairs.GetFingerprint(mol).GetOnBits()),
        "topological-torsion": list(torsions.GetFingerprint(mol).GetOnBits()),
        "maccs": list(MACCSkeys.GenMACCSKeys(mol).GetOnBits()),
        "rdkit-fp": list(paths.GetFingerprint(mol).GetOnBits()),
        "pattern": list(Chem.PatternFingerprint(mol, fpSize=BITS).GetOnBits()),
    }


if __name__ == "__main__":
    print(json.dumps({"version": rdBase.rdkitVersion}))
    for line in sys.stdin:
        mol = Chem.MolFromSmiles(line.strip())
        print(json.dumps(None if mol is None or mol.GetNumAtoms() == 0 else features(mol)))
