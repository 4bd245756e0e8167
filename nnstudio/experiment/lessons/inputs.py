"""How well shaped the inputs are for gradient descent: conditioning, correlation, steps needed."""

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.experiment.data.prepare import Prepared

_MOST_STEPS = 200_000


def condition(prepared: Prepared) -> float:
    """Condition number of X^T X, X being the training inputs with a column of ones.

    For one linear neuron that is the shape of the loss: the longest over the shortest axis.
    """
    singular = np.linalg.svd(_with_ones(prepared), compute_uv=False)
    return float((singular[0] / singular[-1]) ** 2) if singular[-1] > 0 else float("inf")


def correlation(prepared: Prepared) -> float:
    """The largest absolute correlation between two training inputs; 0 for a single one."""
    with np.errstate(all="ignore"):
        table = np.atleast_2d(np.corrcoef(prepared.train_inputs.T))
    np.fill_diagonal(table, 0.0)
    return float(np.abs(np.nan_to_num(table)).max())


def variance_ratio(prepared: Prepared) -> float:
    """Largest over smallest variance of the training inputs."""
    variances = prepared.train_inputs.var(axis=0)
    return float(variances.max() / variances.min()) if variances.min() > 0 else float("inf")


def largest_mean(prepared: Prepared) -> float:
    """The largest absolute mean of a training input."""
    return float(np.abs(prepared.train_inputs.mean(axis=0)).max())


def descent_steps(prepared: Prepared) -> float:
    """Steps of plain gradient descent to within 1 % of the least loss, for one logistic neuron.

    All examples in every step, from weights 0, at the largest rate that is safe everywhere, one
    over the largest curvature the loss has; infinite beyond 200,000 steps.
    """
    rows, signs = _with_ones(prepared), 2.0 * prepared.train_targets - 1.0
    signed = rows * signs[:, np.newaxis]
    target = 1.01 * _loss(signed, _optimum(signed))
    rate = 4.0 * len(rows) / np.linalg.norm(rows, 2) ** 2
    weights = np.zeros(rows.shape[1])
    for step in range(_MOST_STEPS):
        agreement = signed @ weights
        if np.logaddexp(0.0, -agreement).mean() <= target:
            return step
        wrong = 0.5 - 0.5 * np.tanh(0.5 * agreement)
        weights += rate / len(rows) * (wrong @ signed)
    return float("inf")


def _with_ones(prepared: Prepared) -> Floats:
    return np.column_stack([prepared.train_inputs, np.ones(len(prepared.train_inputs))])


def _loss(signed: Floats, weights: Floats) -> float:
    return float(np.logaddexp(0.0, -(signed @ weights)).mean())


def _optimum(signed: Floats) -> Floats:
    """The weights of least logistic loss, by Newton steps of at most the safe length."""
    weights = np.zeros(signed.shape[1])
    for _ in range(100):
        wrong = 0.5 - 0.5 * np.tanh(0.5 * (signed @ weights))
        curvature = (signed * (wrong * (1.0 - wrong))[:, np.newaxis]).T @ signed
        step = np.linalg.lstsq(curvature, wrong @ signed, rcond=None)[0]
        while _loss(signed, weights + step) > _loss(signed, weights) + 1e-12:
            step = 0.5 * step
        weights = weights + step
    return weights
