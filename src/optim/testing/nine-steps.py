"""Golden weights of loss-budget.test.ts and ivon.test.ts, from the formulas of the papers alone: python3 nine-steps.py

LE-SAM: arXiv 2605.10183; IVON: arXiv 2402.17641, algorithm 1; Adam: arXiv 1412.6980. Needs numpy.
"""
import math
import numpy as np

A = np.array([[3, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 0.25]])
B = np.array([[1, -1, 0.5], [0.3, 0.8, -0.2], [-0.6, 0.1, 0.9]])
Z = np.array([[0.3, -1.1, 0.6], [-0.8, 0.2, 1.4], [1.7, 0.5, -0.4], [-0.1, -0.9, 0.7], [0.4, 1.2, -1.5],
              [-1.3, 0.1, 0.2], [0.9, -0.6, -0.3], [-0.5, 0.8, 1.1], [0.6, -0.2, -0.7]])
START, RATE, EPOCHS = np.array([0.7, -0.4, 1.2]), 0.05, 3


def gradient(t, w):
    return A @ w - B[t % 3]


class Adam:
    def __init__(self):
        self.m, self.v, self.t = np.zeros(3), np.zeros(3), 0

    def step(self, w, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g**2
        return w - RATE * (self.m / (1 - 0.9**self.t)) / (np.sqrt(self.v / (1 - 0.999**self.t)) + 1e-8)

    def scaled(self, vector):
        """Preconditioned by the second moment; as it is before the first update."""
        return vector if self.t == 0 else vector / (np.sqrt(self.v / (1 - 0.999**self.t)) + 1e-8)


def sigma(budget, start, epoch):
    first = math.ceil(start * EPOCHS)
    if epoch < first:
        return budget
    last = EPOCHS - 1
    return 0.0 if last <= first else budget * 0.5 * (1 + math.cos(math.pi * (epoch - first) / (last - first)))


def le_sam(budget, start, rho, adaptive=False, precondition=False):
    w, adam = START, Adam()
    for t in range(9):
        g = gradient(t, w)
        direction = w * w * g if adaptive else adam.scaled(g) if precondition else g
        length = np.linalg.norm(w * g) if adaptive else np.linalg.norm(direction)
        slope = g @ direction / length
        w = adam.step(w, gradient(t, w + min(sigma(budget, start, t // 3) / slope, rho) * direction / length))
    return w


def graph_sam(budget, start, rho, beta):
    w, adam, d, latest = START, Adam(), None, None
    for t in range(9):
        anchor = t % 3 == 0
        d = gradient(t, w) if anchor else d
        slope = np.linalg.norm(d) if anchor else latest
        omega = gradient(t, w + min(sigma(budget, start, t // 3) / slope, rho) * d / np.linalg.norm(d))
        latest = np.linalg.norm(omega)
        d = beta * d + (1 - beta) * omega / latest
        w = adam.step(w, omega)
    return w


def msam(budget, start, rho):
    w, adam, latest = START, Adam(), None
    for t in range(9):
        x = w
        if t > 0:
            x = w - min(sigma(budget, start, t // 3) / latest, rho) * adam.m / np.linalg.norm(adam.m)
        g = gradient(t, x)
        latest = np.linalg.norm(g)
        w = adam.step(w, g)
    return w


def ivon(ess, h0, beta1, beta2, delta, clip=np.inf):
    w, m, h = START, np.zeros(3), np.full(3, float(h0))
    for t in range(9):
        n = Z[t] / np.sqrt(ess * (h + delta))
        g = gradient(t, w + n)
        m = beta1 * m + (1 - beta1) * g
        f = n * g * (h + delta) * ess
        h = beta2 * h + (1 - beta2) * f + 0.5 * (1 - beta2) ** 2 * (h - f) ** 2 / (h + delta)
        step = (m / (1 - beta1 ** (t + 1)) + delta * w) / (h + delta)
        w = w - RATE * (h0 + delta) * np.clip(step, -clip, clip)
    return [*w, *(1 / np.sqrt(ess * (h + delta)))]


for name, numbers in {
    "sam lossBudget .02 annealFrom 1 rho .1": le_sam(0.02, 1, 0.1),
    "sam lossBudget .3 annealFrom .3 rho .1": le_sam(0.3, 0.3, 0.1),
    "sam adaptive lossBudget .02": le_sam(0.02, 1, 0.1, adaptive=True),
    "sam precondition lossBudget .02": le_sam(0.02, 1, 0.1, precondition=True),
    "graphsam lossBudget .05 annealFrom .3 rho .1 beta .9": graph_sam(0.05, 0.3, 0.1, 0.9),
    "msam lossBudget .05 annealFrom .3 rho .1": msam(0.05, 0.3, 0.1),
    "ivon ess 20 h0 .5 beta2 .9 delta .01": ivon(20, 0.5, 0.9, 0.9, 0.01),
    "ivon the same, clip 1": ivon(20, 0.5, 0.9, 0.9, 0.01, 1),
}.items():
    print(name, [float(value) for value in numbers])
