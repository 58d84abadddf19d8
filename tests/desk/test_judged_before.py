"""What was read and judged before spares work and changes nothing: no alert says anything else because of it."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.attended_books import STEPS, Attended
from support.founded_books import done

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.rules.alerts import Alert, Attention

steps = st.lists(
    st.tuples(st.sampled_from(STEPS) | st.sampled_from(["price", "quantity", "none"]), st.integers(0, 40)),
    min_size=2,
    max_size=10,
)


def from_nothing(picture: Picture) -> Attention:
    """The same look of a program that has worked out nothing before, on the states that it kept."""
    inputs = picture.inputs
    assert inputs.backdrop is not None
    return replace(picture, inputs=replace(inputs, backdrop=replace(inputs.backdrop, kept={}))).attention


def told(alert: Alert) -> tuple[object, ...]:
    return alert.key, alert.level, alert.sentence, alert.said, alert.unknown, alert.not_judged, alert.asks


@given(steps)
@settings(max_examples=6)
@example([("clock", 1), ("limits", 39)])  # what was too old is not by another limit
@example([("clock", 4), ("rule", 8)])  # the last minutes begin sooner
@example([("span", 7), ("span", 9)])
@example([("input", 0), ("undo", 0)])
@example([("order", 0), ("close", 5), ("settle", 0)])
def test_alerts_are_the_same_whatever_was_read_before(steps: list[tuple[str, int]]) -> None:
    attended = Attended()
    for kind, number in [("none", 0), *steps]:
        if kind != "none":
            attended.do(kind, number)
        carried = attended.look().attention
        fresh = from_nothing(attended.picture)
        assert list(map(told, carried.alerts)) == list(map(told, fresh.alerts))
        assert carried.alerts == fresh.alerts
        assert carried.transitions == fresh.transitions
        assert list(carried.states.items()) == list(fresh.states.items())
        assert tuple(carried.gauges) == tuple(fresh.gauges)


def test_another_price_of_one_leg_leaves_the_alerts_of_other_trades_as_they_are() -> None:
    attended = Attended()
    for _ in range(3):
        before = attended.look()
    fill = next(iter(attended.desk.book.fills.values()))
    done(attended.desk, CorrectFill(fill.id, attended.now, price=fill.price + 1))
    after = {alert.key: alert for alert in attended.look().alerts}
    of_trades = [alert for alert in before.alerts if alert.subject.campaign_id is not None]
    touched = attended.desk.book.trades[attended.desk.book.legs[fill.leg_id].trade_id].campaign_id
    others = [alert for alert in of_trades if alert.subject.campaign_id != touched and alert.rule.id[:6] == "condor"]
    migrating = [alert for alert in others if alert.rule.id == "condor.break_even_migrating"]
    assert len(others) > 12
    assert [alert for alert in others if after[alert.key] is not alert] == migrating
    assert any(after[alert.key] is not alert for alert in of_trades if alert.subject.campaign_id == touched)


def test_what_was_read_of_a_trade_that_is_gone_is_not_kept() -> None:
    attended = Attended()
    assert keys_of_parts(attended) == {key for trade in attended.trades[:3] for key in keys_of(attended, trade)}
    attended.do("close", 5)  # the first of five, all of its legs
    assert keys_of_parts(attended) == {key for trade in attended.trades[1:3] for key in keys_of(attended, trade)}


def keys_of(attended: Attended, trade_id: int) -> tuple[str, str]:
    return f"trade {trade_id}", f"campaign {attended.desk.book.trades[trade_id].campaign_id}"


def keys_of_parts(attended: Attended) -> set[str]:
    """The trades and campaigns of which something is kept that was read at the next look."""
    assert attended.look().alerts
    kept = attended.backdrop.kept.items()
    return {key for name, found in kept if isinstance(name, tuple) and name[0] == "parts" for key in found[1]}
