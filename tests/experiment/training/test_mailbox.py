"""The mailbox between the training thread and the window."""

from nnstudio.experiment.training.mailbox import Mailbox


def test_that_a_value_can_be_taken_once() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.put("first")
    assert mailbox.take() == "first"
    assert mailbox.take() is None


def test_that_the_latest_value_wins() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.put("first")
    mailbox.put("second")
    assert mailbox.take() == "second"


def test_that_it_is_empty_until_filled_and_again_when_taken_or_cleared() -> None:
    mailbox: Mailbox[str] = Mailbox()
    assert mailbox.is_empty
    mailbox.put("first")
    assert not mailbox.is_empty
    mailbox.take()
    assert mailbox.is_empty
    mailbox.put("second")
    mailbox.clear()
    assert mailbox.take() is None
