"""Crippen's contribution of each atom to logP, hydrogens counted with the atom that they are on.

python scripts/explain/crippen-contributions.py SMILES_FILE > test/fixtures/crippen-contributions.json
Needs rdkit; one SMILES a line, whose order of atoms is kept. Source: Wildman and Crippen 1999, doi 10.1021/ci990307l.
"""
import json
import sys

from rdkit import Chem, rdBase
from rdkit.Chem import Crippen, rdMolDescriptors

molecules = []
for line in open(sys.argv[1]):
    smiles = line.strip()
    plain = Chem.MolFromSmiles(smiles)
    whole = Chem.AddHs(plain)
    parts = [logp for logp, _ in rdMolDescriptors._CalcCrippenContribs(whole)]
    contributions = parts[: plain.GetNumAtoms()]
    for atom in whole.GetAtoms():
        if atom.GetIdx() >= plain.GetNumAtoms():
            contributions[atom.GetNeighbors()[0].GetIdx()] += parts[atom.GetIdx()]
    assert abs(sum(contributions) - Crippen.MolLogP(plain)) < 1e-6
    molecules.append({"smiles": smiles, "contributions": [round(each, 4) for each in contributions]})
made = "scripts/explain/crippen-contributions.py, RDKit " + rdBase.rdkitVersion
rows = ",\n".join(json.dumps(each, separators=(",", ":")) for each in molecules)
print('{"made by": "%s", "molecules": [\n%s\n]}' % (made, rows))
