"""File > New: name, account and profile of a new portfolio, and the folder its file goes to."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.rulebook import PROFILES
from alvh_desktop.widgets.dialogs.field import Field, Form
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label

ChooseFolder = Callable[[QWidget, Path], Path | None]

_LONGEST_NAME_BYTES = 120
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]')
_WHAT_IT_IS = "One file on this computer with your trades, your rules and every change."
_PROFILE_WORDS = {
    "Steward": "The cautious reading of the method: protect first, earn second.",
    "Promoter": "The bold reading of the method: more size and more hedge.",
}


@dataclass(frozen=True, slots=True)
class NewPortfolio:
    """What a person asked for; `path` is the file to be created."""

    path: Path
    name: str
    account: str
    profile: str


def ask_new_portfolio(parent: QWidget | None, folder: Path) -> NewPortfolio | None:
    """Ask until it can be created or the person gives up (None); `folder` is proposed for the file."""
    dialog = NewPortfolioDialog(folder, parent)
    return dialog.asked if dialog.exec() else None


def file_name_of(name: str) -> str:
    """The file of a portfolio by its name, without what a file system could refuse: `A/B` gives `A-B.alvh`."""
    return _NOT_IN_FILE_NAMES.sub("-", name).strip(" .") + ".alvh"


def what_is_wrong(new: NewPortfolio) -> tuple[Problem, ...]:
    """One problem a field at most: `name`, `account` or `folder`."""
    name, folder = _wrong_name("name", new.name), _wrong_folder(new.path.parent)
    if name is None and folder is None and os.path.lexists(new.path):
        name = Problem("name", f"{new.path.name} is there already and is never overwritten: take another name")
    return tuple(problem for problem in (name, _wrong_name("account", new.account), folder) if problem)


def _wrong_name(where: str, name: str) -> Problem | None:
    if not name:
        return Problem(where, f"give the {'portfolio' if where == 'name' else where} a name")
    if not name.isprintable():
        return Problem(where, "a name holds printable characters only")
    if not any(letter.isalnum() for letter in name):
        return Problem(where, "a name needs a letter or a digit")
    if len(name.encode()) > _LONGEST_NAME_BYTES:
        return Problem(where, "this name is too long: take a shorter one")
    return None


def _wrong_folder(folder: Path) -> Problem | None:
    if not folder.is_absolute():
        return Problem("folder", "give the whole path of the folder, or choose it")
    if not folder.is_dir():
        return Problem("folder", f"there is no folder {folder}")
    return None


def _choose_folder(parent: QWidget, folder: Path) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, "Folder of the new portfolio", str(folder))
    return Path(chosen) if chosen else None


class NewPortfolioDialog(Sheet):
    """Shows problems at their fields when Create is pressed; `asked` is set once there are none."""

    def __init__(
        self, folder: Path, parent: QWidget | None = None, choose_folder: ChooseFolder = _choose_folder
    ) -> None:
        super().__init__("New portfolio", parent)
        self.asked: NewPortfolio | None = None
        self._choose_folder = choose_folder
        self.name = QLineEdit()
        self.name.setPlaceholderText("for example: Condors 2026")
        self.account = QLineEdit("Main")
        self.folder = QLineEdit(str(_nearest_folder(folder)))
        self.fields = {
            "name": Field("Name", self.name, "Also names the file."),
            "account": Field(
                "Account", self.account, "The broker account that orders go to unless they name another."
            ),
            "folder": Field("Folder", self.folder, body=self._folder_row()),
        }
        self.profiles = QButtonGroup(self)
        self._lay_out()
        self.name.textChanged.connect(self._show_file)
        self.folder.textChanged.connect(self._show_file)
        self._show_file()

    @property
    def typed(self) -> NewPortfolio:
        """What stands in the fields, right or wrong."""
        name, folder = self.name.text().strip(), Path(os.path.expanduser(self.folder.text().strip()))
        profile = next(button.text() for button in self.profiles.buttons() if button.isChecked())
        return NewPortfolio(folder / file_name_of(name), name, self.account.text().strip(), profile)

    def accept(self) -> None:
        problems = what_is_wrong(self.typed)
        for where, field in self.fields.items():
            field.show_problem(next((problem for problem in problems if problem.where == where), None))
        if problems:
            self.fields[problems[0].where].setFocus()
        else:
            self.asked = self.typed
            super().accept()

    def _lay_out(self) -> None:
        form = Form()
        form.add_field(self.fields["name"])
        form.add_field(self.fields["account"])
        form.add("Profile", self._profile_choice())
        form.add_field(self.fields["folder"])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        create = buttons.addButton("Create", QDialogButtonBox.ButtonRole.AcceptRole)
        self.rows.addWidget(toned_label(_WHAT_IT_IS))
        self.rows.addLayout(form)
        self.rows.addStretch()
        self.add_buttons(buttons, default=create)

    def _profile_choice(self) -> QWidget:
        choice = QWidget()
        layout = QVBoxLayout(choice)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for profile in PROFILES:
            button = QRadioButton(profile)
            button.setAccessibleDescription(_PROFILE_WORDS[profile])
            self.profiles.addButton(button)
            words = toned_label(_PROFILE_WORDS[profile], "dim")
            words.setIndent(22)
            layout.addWidget(button)
            layout.addWidget(words)
        self.profiles.buttons()[0].setChecked(True)
        return choice

    def _folder_row(self) -> QWidget:
        row = QWidget()
        button = QPushButton("Choose…")
        button.setAccessibleName("Choose the folder")
        button.setAutoDefault(False)
        button.clicked.connect(self._browse)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.folder, 1)
        layout.addWidget(button)
        return row

    def _browse(self) -> None:
        chosen = self._choose_folder(self, self.typed.path.parent)
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _show_file(self) -> None:
        new = self.typed
        self.fields["folder"].show_hint(f"Creates {new.path}" if new.name else "Where the file shall lie.")


def _nearest_folder(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
