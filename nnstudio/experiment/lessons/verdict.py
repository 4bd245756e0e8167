"""The verdict on a lesson's claim: its runs over a block of seeds, measured and judged."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np
from pydantic import ConfigDict, ValidationError, validate_call

from nnstudio.experiment.document import MAX_SEED
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.lessons.demonstrations import DEMONSTRATIONS
from nnstudio.experiment.lessons.expression import (
    ExpressionError,
    Quantity,
    Values,
    evaluate,
    sides,
)
from nnstudio.experiment.lessons.fields import problems
from nnstudio.experiment.lessons.lesson import Check, Criterion, Demonstrated, Lesson, Run
from nnstudio.experiment.lessons.measures import CURVE_MEASURES, MEASURES
from nnstudio.experiment.lessons.runs import Block, train_block

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion: `value` and `limit` are the numbers compared, None where there is no pair."""

    says: str
    expression: str
    value: float | None
    limit: float | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Statistic:
    """One measured quantity over the block: median and quartiles; None where not finite."""

    quantity: str
    q1: float | None
    median: float | None
    q3: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the claim holds, and why; `control` says that the lesson's control was judged."""

    lesson: str
    control: bool
    seed: int
    seeds: int
    holds: bool
    criteria: tuple[Judged, ...]
    statistics: tuple[Statistic, ...]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The fields of `lessons NAME --check --json`."""
        fields = asdict(self)
        return {
            **fields,
            "criteria": list(fields["criteria"]),
            "statistics": list(fields["statistics"]),
        }


def judge(
    lesson: Lesson, seed: int, control: bool = False, on_progress: Progress | None = None
) -> Verdict:
    """Run the lesson's check on the block of seeds from `seed` on; raises ExperimentError.

    With `control` the runs are those under which the claim should not hold.
    """
    start = perf_counter()
    check = lesson.check
    if not 0 <= seed <= MAX_SEED - check.seeds:
        may_be = f"may be a whole number from 0 to {MAX_SEED - check.seeds}"
        raise ExperimentError(Problem("seed", f"{seed} {may_be}"))
    block = Block(seed, check.seeds, check.data_sets, lesson.folder)
    runs = dict(check.control if control else check.runs)
    values = _measure(runs, _needed(check), block, on_progress or (lambda done, total: None))
    criteria = tuple(_judge(criterion, values) for criterion in check.criteria)
    return Verdict(
        lesson=lesson.name,
        control=control,
        seed=seed,
        seeds=check.seeds,
        holds=all(criterion.holds for criterion in criteria),
        criteria=criteria,
        statistics=tuple(s for quantity in values for s in _statistics(quantity, values[quantity])),
        seconds=perf_counter() - start,
    )


def _needed(check: Check) -> dict[str, list[Quantity]]:
    """The quantities that the criteria use, by run."""
    needed: dict[str, list[Quantity]] = {name: [] for name, _ in check.runs}
    for criterion in check.criteria:
        for quantity in criterion.holds.quantities:
            if quantity not in needed[quantity.run]:
                needed[quantity.run].append(quantity)
    return needed


def _measure(
    runs: Mapping[str, Run],
    needed: Mapping[str, list[Quantity]],
    block: Block,
    on_progress: Progress,
) -> dict[Quantity, Values]:
    total, done = len(runs) * block.count, 0

    def advance() -> None:
        nonlocal done
        done += 1
        on_progress(done, total)

    values: dict[Quantity, Values] = {}
    for name, run in runs.items():
        if isinstance(run, Demonstrated):
            values |= _demonstrate(run, needed[name], block, advance)
            continue
        curve = any(quantity.name in CURVE_MEASURES for quantity in needed[name])
        trained = train_block(run, block, curve, advance)
        with np.errstate(all="ignore"):
            for quantity in needed[name]:
                measure = MEASURES[quantity.name]
                values[quantity] = np.array(
                    [measure(each, *quantity.arguments) for each in trained]
                )
    return values


def _demonstrate(
    run: Demonstrated, needed: list[Quantity], block: Block, advance: Callable[[], None]
) -> dict[Quantity, Values]:
    demonstrate = validate_call(config=ConfigDict(strict=True))(DEMONSTRATIONS[run.demonstration])
    found = []
    for seed in range(block.first, block.first + block.count):
        try:
            found.append(demonstrate(seed, **dict(run.settings)))
        except ValidationError as error:
            raise problems(error) from None
        advance()
    for quantity in needed:
        if quantity.name not in found[0]:
            message = f"measures no {quantity.name}; it measures {', '.join(found[0])}"
            raise ExperimentError(Problem(run.demonstration, message))
    return {quantity: np.array([each[quantity.name] for each in found]) for quantity in needed}


def _judge(criterion: Criterion, values: Mapping[Quantity, Values]) -> Judged:
    try:
        holds = evaluate(criterion.holds, values)
        if holds.ndim:
            problem = "is different from run to run; say all(...), share(...) or median(...)"
            raise ExpressionError(problem)
        pair = sides(criterion.holds, values)
    except ExpressionError as error:
        raise ExperimentError(Problem("check.toml", f"{criterion.holds} {error}")) from None
    value, limit = (None, None) if pair is None else (_finite(pair[0]), _finite(pair[1]))
    return Judged(criterion.says, criterion.holds.text, value, limit, bool(holds))


def _statistics(quantity: Quantity, values: Values) -> list[Statistic]:
    """One statistic, or one a layer."""
    if values.ndim == 1:
        return [_statistic(str(quantity), values)]
    columns = values.reshape(len(values), -1).T
    return [_statistic(f"{quantity}[{layer}]", column) for layer, column in enumerate(columns)]


def _statistic(name: str, values: Values) -> Statistic:
    low, middle, high = np.quantile(values.astype(np.float64), (0.25, 0.5, 0.75), method="nearest")
    return Statistic(name, _finite(low), _finite(middle), _finite(high))


def _finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
