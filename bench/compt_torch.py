"""Training steps of CoMPT in PyTorch: a mark beside ours on the same card. What bench/gpu.ts starts; its argument is the case as
JSON, its last line the result.

The model as its paper's code computes it (a key for each pair of atoms, molecules padded to the largest), of the same shapes as ours:
the bbbp preset with another width. It is written for this measurement and takes padding from the batch's largest molecule, where the
authors' code takes it from the whole table's. Atoms, bonds and distances are random: a step costs the same whatever they are.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, mish

ATOM_FEATURES, BOND_FEATURES = 115, 13


class Layer(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query, self.key, self.value, self.output, self.feed_forward = (nn.Linear(width, width) for _ in range(5))
        self.decay = nn.Parameter(torch.tensor(0.1))

    def forward(self, atoms, bonds, distances, mask):
        """atoms [molecules, n, width]; bonds [molecules, n, n, width]; distances, mask [molecules, n, n]."""
        normed = self.norm(atoms)
        middle = normed + self.norm(self.attend(normed, bonds, distances, mask))
        return normed + middle + self.norm(mish(self.feed_forward(middle)))

    def attend(self, atoms, bonds, distances, mask):
        molecules, n, width = atoms.shape
        split = (molecules, n, self.heads, width // self.heads)
        query, value = self.query(atoms).view(split), self.value(atoms).view(split)
        key = self.key(bonds).view(molecules, n, n, self.heads, width // self.heads)
        scores = torch.einsum("bihd,bijhd->bhij", query, key) / math.sqrt(width // self.heads)
        weights = scores.masked_fill(mask[:, None] == 0, -1e9).softmax(-1)
        twice = 2 - torch.eye(n, device=atoms.device)
        strength = torch.exp(-self.decay * distances) * mask * twice
        collected = torch.einsum("bhij,bjhd->bihd", weights * strength[:, None], value)
        return mish(self.output(collected.reshape(molecules, n, width)))


class Compt(nn.Module):
    def __init__(self, width: int, layers: int, heads: int, longest: int):
        super().__init__()
        self.scale = math.sqrt(width)
        self.atom, self.bond = nn.Linear(ATOM_FEATURES, width), nn.Linear(BOND_FEATURES, width)
        self.position = nn.Embedding(longest + 1, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.initial = nn.Parameter(torch.zeros(width))
        self.gru = nn.GRU(width, width, batch_first=True, bidirectional=True)
        self.readout = nn.Linear(2 * width, width)
        self.head = nn.Sequential(nn.Linear(width, width), nn.Mish(), nn.LayerNorm(width), nn.Linear(width, 1))

    def forward(self, batch):
        atoms = self.atom(batch["atoms"]) * self.scale + self.position(batch["positions"])
        bonds = self.bond(batch["bonds"]) * self.scale
        for layer in self.layers:
            atoms = layer(atoms, bonds, batch["distances"], batch["mask"])
        atoms = self.norm(atoms) * batch["is_atom"]
        start = mish(atoms + self.initial).amax(1)
        states, _ = self.gru(atoms, start.expand(2, -1, -1).contiguous())
        pooled = mish(self.readout(states)).sum(1) / batch["is_atom"].sum(1)
        return self.head(pooled)[:, 0]


def random_batch(sizes, device):
    """A batch of molecules of these sizes."""
    n, molecules = max(sizes), len(sizes)
    present = (torch.arange(n)[None] < torch.tensor(sizes)[:, None]).float()
    bonds = torch.zeros(molecules, n, n, BOND_FEATURES)
    near = (torch.arange(n)[:, None] - torch.arange(n)[None]).abs()
    bonds[:, near == 1, 0] = 1
    batch = {
        "atoms": torch.randn(molecules, n, ATOM_FEATURES),
        "positions": (torch.arange(n) + 1).expand(molecules, n) * present.long(),
        "bonds": bonds,
        "distances": near.float().expand(molecules, n, n),
        "mask": present[:, :, None] * present[:, None],
        "is_atom": present[:, :, None],
        "labels": torch.arange(molecules).float() % 2,
    }
    return {name: tensor.to(device) for name, tensor in batch.items()}


def measure(width, layers, heads, longest, batches, seconds):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = Compt(width, layers, heads, longest).to(device)
    optimizer = torch.optim.Adam(model.parameters())
    data = [random_batch(sizes, device) for sizes in batches]

    def timed(work):
        start = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        return 1000 * (time.perf_counter() - start)

    def step(batch):
        optimizer.zero_grad()
        binary_cross_entropy_with_logits(model(batch), batch["labels"]).backward()
        optimizer.step()

    first = timed(lambda: step(data[0]))
    times, end = [], time.perf_counter() + seconds
    for index in range(1, 44):
        times.append(timed(lambda: step(data[index % len(data)])))
        if len(times) > 3 and time.perf_counter() > end:
            break
    # As with ours, three steps that do not count.
    counted = times[3:]
    with torch.no_grad():
        predicting = timed(lambda: [model(batch) for batch in data])
    return {
        "version": torch.__version__,
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "firstStepMs": first,
        "times": counted,
        "predictedPerSecond": 1000 * sum(map(len, batches)) / predicting,
    }


print(json.dumps(measure(**json.loads(sys.argv[1]))))
