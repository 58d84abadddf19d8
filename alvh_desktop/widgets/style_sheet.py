"""The rules that a palette cannot say, made from the colour table."""

from string import Template

from alvh_desktop.domain.resources import resource
from alvh_desktop.widgets.tokens import Tokens

_RULES = Template("""
QMainWindow::separator { background: $window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $text; font-weight: 600; titlebar-close-icon: url("$icons/close.svg");
    titlebar-normal-icon: url("$icons/float.svg"); }
QDockWidget::close-button, QDockWidget::float-button { background: transparent; border: none; padding: 1px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: $selection; border-radius: 3px; }
QDockWidget::title { background: $raised; padding: 5px 8px; border: 1px solid $border; border-bottom: none; }
QMenuBar { background: $window; }
QMenuBar::item { padding: 4px 9px; background: transparent; }
QMenuBar::item:selected { background: $selection; color: $text; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 24px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $dim; }
QMenu::separator { height: 1px; background: $border; margin: 4px 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QStatusBar { border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QHeaderView::section { background: $raised; color: $dim; padding: 4px 8px; border: none;
    border-bottom: 1px solid $border; }
QAbstractItemView { border: 1px solid $border; outline: none; }
QAbstractItemView::item:hover { background: $stripe; }
QAbstractItemView::item:selected { background: $selection; }
QTreeView[tone="spaced"]::item, QTableView[tone="spaced"]::item { padding: 0 5px; }
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextBrowser { background: $surface; color: $text;
    border: 1px solid $border; border-radius: 4px; padding: 4px 6px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border: 1px solid $accent; }
QLineEdit[tone="problem"], QLineEdit[tone="problem"]:focus { border: 1px solid $problem; }
QComboBox[tone="problem"], QPlainTextEdit[tone="problem"] { border: 1px solid $problem; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
    background: transparent; border: none; padding: 0; }
QComboBox[tone="quiet"], QAbstractSpinBox[tone="quiet"] { padding: 1px 4px; font-size: 8.5pt; }
QLineEdit[tone="quiet"] { padding: 1px 4px; font-size: 8.5pt; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox[tone="quiet"] { padding-right: 17px; }
QAbstractSpinBox:disabled { color: $dim; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 16px; border: none;
    background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $selection; }
QAbstractSpinBox::up-arrow { image: url("$icons/up.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down.svg"); width: 9px; height: 9px; }
QPushButton[tone="quiet"] { padding: 1px 8px; font-size: 8.5pt; }
QPushButton[tone="quiet"]:checked { background: $selection; border-color: $accent; }
QTabBar[tone="pages"] { font-weight: 400; }
QTabBar[tone="pages"]::tab { background: transparent; color: $dim; border: none; border-bottom: 2px solid transparent;
    padding: 4px 10px; }
QTabBar[tone="pages"]::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar[tone="pages"]::tab:hover { color: $text; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$icons/down.svg"); width: 12px; height: 12px; }
QListWidget::item { padding: 0 8px; }
QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 4px; padding: 5px 14px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:pressed { background: $selection; }
QPushButton:default, QPushButton[tone="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:disabled, QPushButton[tone="primary"]:disabled { background: $raised; color: $dim;
    border-color: $border; }
#feedButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 4px;
    padding: 2px 20px 2px 8px; }
#feedButton:hover, #feedButton:focus { border-color: $accent; }
#feedButton:disabled { color: $dim; }
#feedButton[tone="doubt"] { color: $doubt; }
#feedButton::menu-indicator { image: url("$icons/down.svg"); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 6px; }
QPushButton[tone="doubt"] { color: $doubt; background: transparent; border: 1px solid transparent;
    padding: 1px 6px; }
QPushButton[tone="doubt"]:hover, QPushButton[tone="doubt"]:focus { border-color: $doubt; }
QProgressBar { background: $raised; border: 1px solid $border; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QLabel[tone="title"] { font-size: 14pt; font-weight: 600; }
QLabel[tone="dim"] { color: $dim; }
QLabel[tone="caption"] { color: $dim; font-size: 8.5pt; }
QLabel[tone="caption-doubt"] { color: $doubt; font-size: 8.5pt; }
QLabel[tone="problem"] { color: $problem; }
QLabel[tone="doubt"] { color: $doubt; }
QLabel[tone="loss"] { color: $loss; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="pill"] { background: $banner; color: $on_banner; border-radius: 8px; padding: 1px 8px; font-weight: 600;
    font-size: 8pt; }
QFrame[tone="banner"] { background: $banner; border: 1px solid $border; border-radius: 4px; }
QFrame[tone="banner"] QLabel { color: $on_banner; }
QFrame[tone="notice"] { background: $notice; border: 1px solid $border; border-radius: 4px; }
QFrame[tone="panel"] { background: $surface; border: 1px solid $border; }
""")


def style_sheet(worn: Tokens) -> str:
    colours = {name: getattr(worn, name) for name in worn.__slots__ if name not in {"name", "badges"}}
    return _RULES.substitute(colours, icons=resource("icons").as_posix())
