"""What the trader of a simulated month writes: plans, decisions on rolls, post-mortems, reviews of days."""

import random
from collections.abc import Mapping

from alvh_desktop.cli.exits import accepted
from alvh_desktop.desk.journal.templates import known_at, started_from, template_called
from alvh_desktop.desk.note_pad import Image, image_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.edits.notes import WriteNote
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.records import Link, Note
from simulated.desk_at import DeskAt
from simulated.pictures import path_png
from simulated.tape import Day

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "Regime, curve, what the calendar holds until the settlement": (
        "contango, nothing until tomorrow's close", "curve flat, I stay small", "quiet, data in two days",
    ),
    "Is premium rich against what SPX really moves?": ("yes, by a third", "about fair", "rich since the fall"),
    "Close early at": ("60 % of the credit", "half of the credit before 14:00"),
    "Roll when": ("a short is tested before 15:00",),
    "Close without rolling when": ("both sides were touched", "VIX is up 3 points on the day"),
    "What would prove this plan wrong": ("a gap through a short",),
    "Which short is tested, and how far into the wing": ("SPX stands at the short", "just inside the wing"),
    "Does SPX really move more than before, or did it only drift here?": ("it drifted", "it moves: realised is up"),
    "What I do, and why": ("roll out whole: the curve still pays", "roll out: I would open this one today"),
    "What would make me close next time": ("a second test of the same campaign",),
    "In three sentences": ("SPX ran through a short in the afternoon. The wing held. The size was right.",),
    "Where I did otherwise, and what it cost": ("I waited an hour too long", "nowhere"),
    "What it brought or cost while this campaign lived": ("it gave back a part of the loss",),
    "Luck or method": ("method, with a late start", "luck"),
    "One thing I do again": ("take what the first hours give",),
    "One thing I change, and from which day": ("look at 12:30, from tomorrow",),
    "Each short in expected moves, the nearest one first": ("about one, both sides",),
    "News and times": ("none known", "FOMC minutes at 14:00"),
    "What I do if SPX opens 2 % lower, and 2 % higher": ("close what is tested; nothing",),
    "Did I act by the plan today?": ("yes", "mostly: one roll came late"),
}  # fmt: skip
MOODS = ("calm", "wary", "tired", "sure", "")


class Diary:
    """Notes begin with the shipped templates and are filled by a seeded hand."""

    def __init__(self, at: DeskAt, seed: int) -> None:
        self._at, self._chance = at, random.Random(f"notes {seed}")
        self.written = self.with_picture = 0

    def plan(self, picture: Picture, campaign_id: int) -> None:
        self._write("Entry plan", picture, campaign_id, conviction=self._chance.randint(2, 5))

    def roll_decision(self, picture: Picture, campaign_id: int, day: Day) -> None:
        self._write(
            "Roll decision", picture, campaign_id, day, conviction=self._chance.randint(1, 4), more=("tested",)
        )

    def post_mortem(self, picture: Picture, campaign_id: int, day: Day) -> None:
        self._write("Post-mortem", picture, campaign_id, day, more=("loss",))

    def hedge(self, picture: Picture, campaign_id: int) -> None:
        text = "The short layer had ten days left: rolled a month out at the same delta. #hedge"
        self._keep(text, (Link("campaign", str(campaign_id)),), (), 4)

    def review(self, picture: Picture) -> None:
        asking = [alert for alert in picture.alerts if alert.state.is_firing]
        links = tuple(Link("alert", f"{alert.key[0]} {alert.key[1]}") for alert in asking[:2])
        self._write("Daily review", picture, None, links=links)

    def _write(
        self,
        template: str,
        picture: Picture,
        campaign_id: int | None,
        day: Day | None = None,
        *,
        links: tuple[Link, ...] = (),
        more: tuple[str, ...] = (),
        conviction: int | None = None,
    ) -> None:
        """With the path of the day where one is given."""
        start = accepted(template_called(self._at.desk.book, template))
        text = self._filled(started_from(start, known_at(picture, campaign_id)))
        image = None
        if day is not None:
            seen = [float(tick.spx) for tick in day.ticks if tick.moment <= self._at.now]
            image = accepted(image_of(path_png(seen)))
            text = f"{text}\n\n{image_link(image.hash, f'SPX on {day.day}')}"
        about = () if campaign_id is None else (Link("campaign", str(campaign_id)),)
        self._keep(text, (*about, *links), tuple(sorted({*start.tags, *more})), conviction, image)

    def _keep(
        self, text: str, links: tuple[Link, ...], tags: tuple[str, ...], conviction: int | None,
        image: Image | None = None,
    ) -> None:  # fmt: skip
        at, mood = self._at, self._chance.choice(MOODS)
        if image is not None:
            at.file.keep_image(image)
            self.with_picture += 1
        note = Note(at.desk.next_id, at.now, text, tags, links, mood, conviction)
        at.do(WriteNote(note, at.now))
        self.written += 1

    def _filled(self, text: str) -> str:
        """Each question of a template that the trader has an answer to, and most boxes ticked."""
        return "\n".join(self._filled_line(line) for line in text.splitlines())

    def _filled_line(self, line: str) -> str:
        asked = line.strip().removeprefix("- ").removeprefix("[ ] ").rstrip(":")
        is_ticked = line.strip().startswith("- [ ]") and self._chance.random() < 0.8
        ticked = line.replace("[ ]", "[x]", 1) if is_ticked else line
        return f"{ticked} {self._chance.choice(ANSWERS[asked])}" if asked in ANSWERS else ticked
