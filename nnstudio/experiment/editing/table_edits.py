"""Learning from a table as a change of the document."""

from typing import Literal

from nnstudio.experiment.data.tables.shelf import AS_WRITTEN
from nnstudio.experiment.document import DataSettings, Experiment
from nnstudio.experiment.editing import edits

Task = Literal["classification", "regression"]

_CHOSEN = {
    *("path", "target", "columns", "categories", "numbers", "missing", "marks", "task"),
    *AS_WRITTEN,
}


def use_table(experiment: Experiment, table: DataSettings, task: Task) -> Experiment:
    """Learn from the table that `table` describes; numbers to predict take the squared error."""
    chosen = table.model_dump(mode="json", include=_CHOSEN, exclude_none=True)
    learned = edits.set_source(experiment, "table", **chosen)
    if task == "regression":
        return edits.set_training(learned, loss="mse")
    if experiment.data.source == "table" and experiment.training.loss == "mse":
        return edits.set_training(learned, loss="cross_entropy")
    return learned
