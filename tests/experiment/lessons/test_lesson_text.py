"""What a lesson says: its mathematics in characters, and what a step waits for in words."""

import pytest

from nnstudio.experiment.lessons.expression import parse_expression
from nnstudio.experiment.lessons.goals import Goal, goals
from nnstudio.experiment.lessons.library import lesson_names, load_lesson
from nnstudio.experiment.lessons.mathematics import with_characters
from nnstudio.experiment.lessons.state import State


@pytest.mark.parametrize(
    ("latex", "characters"),
    [
        (r"w \cdot x + b", "w ⋅ x + b"),
        (r"\frac{\lambda}{2} \sum w^2", "λ/2 ∑ w²"),
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"-\log p", "−log p"),
        (r"\max(w_1, w_2)", "max(w₁, w₂)"),
        (r"1/\sqrt{n}", "1/√(n)"),
        (r"e^{-s}", "e⁻ˢ"),
    ],
)
def test_that_a_formula_reads_the_same_in_characters(latex: str, characters: str) -> None:
    assert with_characters(f"Here ${latex}$ stands.") == f"Here {characters} stands."


def test_that_text_outside_of_formulas_stays() -> None:
    assert with_characters(r"It costs \alpha, *not* w_1.") == r"It costs \alpha, *not* w_1."


def test_that_every_shipped_formula_is_known() -> None:
    for name in lesson_names():
        lesson = load_lesson(name)
        for text in (lesson.introduction, *(step.text for step in lesson.steps)):
            shown = with_characters(text)
            assert "$" not in shown, name
            assert "\\" not in shown, name


def test_that_goals_tell_which_conditions_hold() -> None:
    done = parse_expression("epoch >= 30 and train_accuracy >= 0.98 and dead_fraction[0] <= 0.02")
    state: State = {"epoch": 40, "train_accuracy": 0.9, "dead_fraction": [0.0, 0.5]}
    assert goals(done, state) == (
        Goal("epoch ≥ 30", True),
        Goal("training accuracy ≥ 98 %", False),
        Goal("dead units of hidden layer 1 ≤ 2 %", True),
    )


def test_that_other_conditions_are_one_goal() -> None:
    done = parse_expression("epoch > 3 or l2 == 0")
    assert [goal.words for goal in goals(done, {})] == ["epoch > 3 or L2 = 0"]
