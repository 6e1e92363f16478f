"""From a cell of a table to a molecule as training read it (src/data/molecules of graphsam)."""

import re

from rdkit import Chem, RDLogger

from .marks import keep_dropped_marks

RDLogger.DisableLog("rdApp.*")
# E and Z by priorities: the meaning of the models' bond features.
Chem.SetUseLegacyStereoPerception(True)

_MISSING = set("na n/a nan null none - -- — ? #n/a #na #value! #ref! #div/0! #name? #num! #null!".split())
_BLANKS = "\u200b\u200c\u200d\u2060\ufeff"
# What RDKit reads and graphsam does not: it is no molecule, or more than the models can hold.
_LONGEST = 10_000
_NO_MOLECULE = re.compile(r"[^\x21-\x7e]|[{}\"]|(?<!-)>|\[[^\]]*(#\d|[!;,&$])|[~!]|\$\(")
_ATOM_MAPS = re.compile(r":\d+\]")
# Marks of stereo centers are judged before the atoms have a hybridization, as in graphsam's toolkit: RDKit's usual order keeps those of
# bridgehead nitrogens and of nitrogens in rings of three, which the training has never seen.
_UNSANITIZED = Chem.SmilesParserParams()
_UNSANITIZED.sanitize = False
_UNSANITIZED.removeHs = True
# Until the canonical SMILES of a canonical SMILES is itself.
_MOST_READINGS = 3


class Refused(Exception):
    """Why a molecule cannot be read."""


def read_molecule(text, card):
    """The molecule of a SMILES, with the choices of the training; raises Refused."""
    words = text.strip().strip(_BLANKS).split() if isinstance(text, str) else []
    if not words or words[0].lower() in _MISSING:
        raise Refused("no SMILES")
    if len(words[0]) > _LONGEST or _NO_MOLECULE.search(words[0]):
        raise Refused("not a SMILES of one molecule, or too long")
    canonical = card["atomOrder"] != "as-written"
    molecule = _parse(words[0], canonical)
    if card["largestFragment"]:
        molecule = _largest(molecule, canonical)
    atoms = molecule.GetNumAtoms()
    if atoms > card["maxAtoms"]:
        raise Refused(f"{atoms} atoms, at most {card['maxAtoms']} are allowed")
    return molecule


def _parse(smiles, canonical):
    molecule = _read(_ATOM_MAPS.sub("]", smiles))
    if molecule is None or molecule.GetNumAtoms() == 0:
        raise Refused("RDKit cannot read it")
    return _in_canonical_order(molecule) if canonical else molecule


def _read(smiles):
    """None where RDKit cannot read it."""
    molecule = Chem.MolFromSmiles(smiles, _UNSANITIZED)
    if molecule is None:
        return None
    try:
        Chem.SanitizeMol(molecule)
        Chem.AssignStereochemistry(molecule, cleanIt=True, force=True, flagPossibleStereoCenters=True)
    except ValueError:  # Those of RDKit's own derive from it.
        return None
    keep_dropped_marks(molecule, smiles)
    return molecule


def _in_canonical_order(molecule):
    """Read from its canonical SMILES, whose atoms stand in canonical order."""
    spelling = Chem.MolToSmiles(molecule)
    spelled = _read(spelling)
    for _ in range(_MOST_READINGS - 1):
        if spelled is None or "@" not in spelling:
            break
        again = Chem.MolToSmiles(spelled)
        if again == spelling:
            break
        spelling, spelled = again, _read(again)
    return molecule if spelled is None else spelled


def _largest(molecule, canonical):
    parts = Chem.MolToSmiles(molecule).split(".")
    if len(parts) == 1:
        return molecule
    fragments = [_parse(part, canonical) for part in parts]

    def size(fragment):
        return (fragment.GetNumAtoms(), sum(atom.GetAtomicNum() == 6 for atom in fragment.GetAtoms()))

    return max(fragments, key=size)
