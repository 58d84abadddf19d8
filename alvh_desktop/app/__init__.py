"""The window put together: it connects what others built, and decides nothing.

The first frame needs Qt, the preferences and an empty window. All else is loaded after it, inside the functions of
these modules: the quotes, the models, the charts, and what they bring with them.
"""

from alvh_desktop.app.frame import Frame, show_first_frame
from alvh_desktop.app.program import Program
from alvh_desktop.app.run import run_window
from alvh_desktop.app.screenshot import take_screenshot
from alvh_desktop.app.wiring import assemble, furnish

__all__ = ["Frame", "Program", "assemble", "furnish", "run_window", "show_first_frame", "take_screenshot"]
