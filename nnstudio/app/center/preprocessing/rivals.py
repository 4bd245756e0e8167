"""Against what a pipeline can be compared: raw data, itself without a step, or the wrong way."""

from nnstudio.app.panels.step_words import TITLES
from nnstudio.experiment.comparing.race import Contender
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits, step_edits

RAW, LEAK = "raw", "leak"
Rival = tuple[str, str]


def rivals(experiment: Experiment) -> tuple[Rival, ...]:
    """Key and words of every comparison that makes sense for this pipeline."""
    steps = experiment.preprocessing
    found = [(RAW, "without preprocessing")] if steps else []
    if len(steps) > 1:
        found += [
            (str(index), f"without step {index + 1}, {TITLES[step.step]}")
            for index, step in enumerate(steps)
        ]
    return (*found, (LEAK, "fitted the wrong way")) if steps else ()


def contenders(experiment: Experiment, rival: str) -> tuple[Contender, Contender]:
    """The experiment and its rival, with the same seed and split."""
    if rival == LEAK:
        return (
            Contender("fitted on train", edits.set_data(experiment, fit_on="train")),
            Contender("▲ fitted on all", edits.set_data(experiment, fit_on="all")),
        )
    if rival == RAW:
        other = Contender("without", edits.set_preprocessing(experiment, ()))
    else:
        index = int(rival)
        title = TITLES[experiment.preprocessing[index].step]
        other = Contender(f"without {title}", step_edits.remove_step(experiment, index))
    return Contender("with", experiment), other
