"""What is said of a table, in the words of the dialog rather than of a document."""

from nnstudio.app.canvas.wording import counted
from nnstudio.app.panels.table_reader import Found
from nnstudio.experiment.data.tables.faults import DECIDE, LEAVE_OUT
from nnstudio.experiment.data.tables.notes import left_out, notes

_SAID = {
    DECIDE: "choose under Missing what happens to them",
    LEAVE_OUT: "correct them, or choose under Missing to leave these rows out",
    'let "missing" be mean or median': "choose under Missing to fill in the mean or median",
    'let "missing" be drop': "choose under Missing to leave the rows out",
    "regression needs numbers": "to predict a number, at least one is needed",
    "or take it as categories": "or check it under Categories",
}


def problem_words(found: Found) -> str:
    """What stands in the way of using the table, and the way out in the dialog."""
    sentence = found.problem
    for said, words in _SAID.items():
        sentence = sentence.replace(said, words)
    return sentence


def verdict(found: Found) -> str:
    """What a table becomes: examples, features, and classes or a number to predict."""
    assert found.dataset is not None
    assert found.table is not None
    dataset = found.dataset
    examples, features = len(dataset), dataset.columns
    if dataset.task == "regression":
        task = "a number to predict"
    else:
        names = ", ".join(dataset.class_names[:4])
        more = ", …" if len(dataset.class_names) > 4 else ""
        task = f"{counted(len(dataset.class_names), 'class')} ({names}{more})"
    words = [counted(examples, "example"), counted(features, "feature"), task]
    rows = len(found.table.numbers) - examples
    if rows:
        words.append(f"{counted(rows, 'row')} left out")
    columns = left_out(found.table, found.data)
    return " · ".join([*words, columns] if columns else words)


def recognized(found: Found) -> str:
    """What was recognized and is not plain to see, in one line."""
    if found.table is None:
        return ""
    said = [] if found.dataset else [left_out(found.table, found.data)]  # the verdict says it
    return " · ".join(filter(None, [*notes(found.table, found.data), *said]))
