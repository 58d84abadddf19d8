"""How the program looks: own palettes on Fusion, one font, and the few rules the palette cannot say.

A label says what it is with the property `tone` ("title", "dim", "problem", "caption"); what is painted by hand takes
its colours from `tokens(name)`.
"""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.resources import resource
from alvh_desktop.widgets.style_sheet import style_sheet
from alvh_desktop.widgets.tokens import Badge, ProfitColours, ThemeName, Tokens, tokens

__all__ = [
    "Badge",
    "ProfitColours",
    "ThemeName",
    "Tokens",
    "apply_theme",
    "set_tone",
    "system_theme",
    "theme_of",
    "tokens",
    "use_own_font",
]

_FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_POINTS = 9.75  # 13 pixels at 96 dots an inch; in points, so that the desktop's own text size counts


def apply_theme(app: QApplication, name: ThemeName, profit: ProfitColours = "blue_orange") -> Tokens:
    """Dress the whole application; can be called again while it runs."""
    worn = tokens(name, profit)
    sheet = style_sheet(worn)
    if app.styleSheet() == sheet and app.palette() == _palette(worn):
        return worn  # worn already; to put it on again would dress every widget anew
    if not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(worn))
    app.setStyleSheet(sheet)
    for kind in ("QCheckBox", "QRadioButton"):
        app.setPalette(_boxed(app.palette(), worn), kind)  # type: ignore[arg-type]  # the stub asks for bytes, Qt takes text
    return worn


def _boxed(palette: QPalette, worn: Tokens) -> QPalette:
    """Fusion outlines boxes to tick in a darker shade of the window, which nobody sees on a dark one."""
    boxed = QPalette(palette)
    boxed.setColor(QPalette.ColorRole.Window, QColor(worn.dim).lighter(140))
    return boxed


def system_theme() -> ThemeName:
    """What the desktop asks for, where it says so; else light."""
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def theme_of(preferences: Preferences) -> ThemeName:
    """The theme a person chose, or what the desktop asks for."""
    return system_theme() if preferences.theme == "system" else preferences.theme


def use_own_font(app: QApplication) -> None:
    """The bundled font with figures of one width, so that columns of numbers stand straight on every machine."""
    families = _own_families()
    font = QFont(families[0]) if families else app.font()
    font.setPointSizeF(_POINTS)
    if font != app.font():
        app.setFont(font)


@cache
def _own_families() -> tuple[str, ...]:
    """Read once: Qt forgets all it knows of fonts whenever one is added."""
    numbers = [QFontDatabase.addApplicationFont(str(resource("fonts", file))) for file in _FONT_FILES]
    return tuple(family for number in numbers for family in QFontDatabase.applicationFontFamilies(number))


def set_tone(widget: QWidget, tone: str) -> None:
    """Let a widget wear another tone of the style sheet from now on."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _palette(worn: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: worn.window,
        QPalette.ColorRole.WindowText: worn.text,
        QPalette.ColorRole.Base: worn.surface,
        QPalette.ColorRole.AlternateBase: worn.stripe,
        QPalette.ColorRole.Text: worn.text,
        QPalette.ColorRole.PlaceholderText: worn.dim,
        QPalette.ColorRole.Button: worn.raised,
        QPalette.ColorRole.ButtonText: worn.text,
        QPalette.ColorRole.BrightText: worn.on_accent,
        QPalette.ColorRole.ToolTipBase: worn.raised,
        QPalette.ColorRole.ToolTipText: worn.text,
        QPalette.ColorRole.Highlight: worn.selection,
        QPalette.ColorRole.HighlightedText: worn.text,
        QPalette.ColorRole.Accent: worn.accent,
        QPalette.ColorRole.Link: worn.accent,
        QPalette.ColorRole.LinkVisited: worn.accent,
        QPalette.ColorRole.Light: worn.surface,
        QPalette.ColorRole.Midlight: worn.raised,
        QPalette.ColorRole.Mid: worn.border,
        QPalette.ColorRole.Dark: worn.border,
        QPalette.ColorRole.Shadow: worn.border,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(worn.dim))
    return palette
