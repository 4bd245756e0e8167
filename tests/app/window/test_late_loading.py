"""Nothing large is loaded in the window's thread while it shows a running training."""

from pathlib import Path

from tests.app.own_process import printed_by

# The curves are drawn and judged, as they are again and again while a network trains.
TRAINING = """
import sys
from PySide6.QtWidgets import QApplication
from nnstudio.app import create_main_window
from nnstudio.app.window.timeline_strip import TimelineStrip
from nnstudio.experiment.advice import progress

judged, judge = [], progress._overshooting
progress._overshooting = lambda *known: judged.append(judge(*known))
application = QApplication([])
window = create_main_window("spiral")
window.show()
strip = window.findChild(TimelineStrip)
window.workspace.run()
while not judged or strip._line.isEmpty():
    application.processEvents()
print("numpy.ma" in sys.modules)
window.workspace.pause()
while window.workspace.phase == "running":
    application.processEvents()
window.close()
"""


def test_that_a_window_that_trains_loads_no_masked_arrays(tmp_path: Path) -> None:
    assert printed_by(TRAINING, tmp_path) == "False\n"
