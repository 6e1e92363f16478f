"""Hydrogen-bond acceptors and donors, acidic and basic centers by GROVER's rules (src/chem/functional-flags.ts)."""

CARBON, NITROGEN, OXYGEN, PHOSPHORUS, SULFUR = 6, 7, 8, 15, 16


def _aliphatic(atom, *elements):
    return not atom.GetIsAromatic() and atom.GetAtomicNum() in elements


def _aromatic(atom, *elements):
    return atom.GetIsAromatic() and atom.GetAtomicNum() in elements


def _hydrogens(atom):
    return atom.GetTotalNumHs(includeNeighbors=True)


def _links(atom):
    return [(str(bond.GetBondType()), bond.GetOtherAtom(atom)) for bond in atom.GetBonds()]


def _double_to(atom, elements, other=None):
    return any(
        kind == "DOUBLE" and (other is None or far.GetIdx() != other.GetIdx()) and _aliphatic(far, *elements)
        for kind, far in _links(atom)
    )


def _has_acyl_neighbor(atom):
    wanted = (OXYGEN, NITROGEN, PHOSPHORUS, SULFUR)
    return any(kind == "SINGLE" and _double_to(far, wanted, atom) for kind, far in _links(atom))


def _near_aromatic_nitrogen(atom):
    def around(center):
        return [far for kind, far in _links(center) if kind == "AROMATIC"]

    return any(
        _aromatic(near, NITROGEN)
        or (
            _aromatic(near, CARBON)
            and any(far.GetIdx() != atom.GetIdx() and _aromatic(far, NITROGEN) for far in around(near))
        )
        for near in around(atom)
    )


def _acceptor(atom):
    hydrogens, valence = _hydrogens(atom), atom.GetTotalValence()
    if _aliphatic(atom, OXYGEN, SULFUR):
        if atom.GetFormalCharge() == -1:
            return True
        if valence != 2:
            return False
        return hydrogens == 0 or (hydrogens == 1 and not _has_acyl_neighbor(atom))
    if _aliphatic(atom, NITROGEN):
        return valence == 3 and not _has_acyl_neighbor(atom)
    if atom.GetFormalCharge() != 0:
        return False
    if _aromatic(atom, NITROGEN):
        return hydrogens == 0
    return _aromatic(atom, OXYGEN, SULFUR) and not _near_aromatic_nitrogen(atom)


def _donor(atom):
    hydrogens, valence, charge = _hydrogens(atom), atom.GetTotalValence(), atom.GetFormalCharge()
    if _aliphatic(atom, NITROGEN):
        return hydrogens >= 1 and (valence == 3 or (valence == 4 and charge == 1))
    return hydrogens == 1 and charge == 0 and (_aliphatic(atom, OXYGEN, SULFUR) or _aromatic(atom, NITROGEN))


def _acidic(atom):
    return (
        _aliphatic(atom, CARBON, SULFUR)
        and _double_to(atom, (OXYGEN, SULFUR, PHOSPHORUS))
        and any(
            kind == "SINGLE"
            and _aliphatic(far, OXYGEN)
            and (_hydrogens(far) == 1 or far.GetFormalCharge() == -1)
            for kind, far in _links(atom)
        )
    )


def _basic(atom):
    if atom.GetAtomicNum() != NITROGEN:
        return False
    if atom.GetFormalCharge() == 1:
        return True
    if atom.GetIsAromatic() or atom.GetFormalCharge() != 0:
        return False
    good = [
        far
        for kind, far in _links(atom)
        if kind in ("SINGLE", "AROMATIC")
        and (far.GetIsAromatic() or _aliphatic(far, CARBON))
        and not _double_to(far, (OXYGEN,))
    ]
    hydrogens = _hydrogens(atom)
    if hydrogens == 0:
        return sum(_aliphatic(far, CARBON) for far in good) >= 3
    return {2: len(good) >= 1, 1: len(good) >= 2}.get(hydrogens, False)


def flags(atom):
    """acceptor, donor, acidic, basic"""
    return [_acceptor(atom), _donor(atom), _acidic(atom), _basic(atom)]
