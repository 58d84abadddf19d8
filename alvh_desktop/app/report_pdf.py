"""A report of the journal drawn as PDF, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.report.document import Document


def draw_report(document: Document) -> bytes:
    """The bytes of the file. It needs fonts, and so an application: one is made where there is none."""
    from alvh_desktop.widgets.report_pdf import report_pdf
    from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise

    if QGuiApplication.instance() is None:
        pass_over_offscreen_noise()
        application = QGuiApplication([])  # kept until the pages are drawn
        drawn = report_pdf(document)
        application.quit()
        return drawn
    return report_pdf(document)
