"""Every trade of the sample asked how it can be closed or rolled: the answers go through the ticket's own door."""

from collections.abc import Callable

from support.windows import Trader

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.roll_choices import RollChoices
from alvh_desktop.viewmodels.ticket.door import SessionDoor

Sit = Callable[..., Trader]


def test_each_way_that_is_offered_can_be_weighed(sits_down: Sit) -> None:
    trader = sits_down()
    session = trader.program.session
    assert session.portfolio is not None
    door, choices = SessionDoor(session, session.portfolio), RollChoices(session)
    book, asked, rolls = session.portfolio.desk.book, 0, 0
    for trade_id in book.trades:
        choices.ask(trade_id)
        trader.qtbot.waitUntil(lambda: not choices.is_looking, timeout=10_000)
        assert [way.name for way in choices.ways][:1] == ["Close all"]
        for row, way in enumerate(choices.ways):
            answer = choices.choose(row)
            if isinstance(answer, Problem):
                assert way.proposal == answer
                continue
            weighed = door.weighing(answer[0])()
            assert not isinstance(weighed, Problem), f"{way.name} of trade {trade_id}: {weighed}"
            assert not isinstance(way.proposal, Problem)
            assert weighed.net == way.proposal.net_points, "the ticket starts at the sheet's own price"
            asked += 1
            rolls += way.proposal.draft.purpose == "roll"
    choices.finish()
    assert asked > 10
    assert rolls > 5
