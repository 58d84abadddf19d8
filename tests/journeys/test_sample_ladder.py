"""The ladder of the sample portfolio, as somebody finds it who has just installed the program."""

from collections.abc import Callable

from support.windows import Trader

from alvh_desktop.viewmodels.ladder import LadderModel
from alvh_desktop.viewmodels.ladder_cells import COLUMNS

Sit = Callable[..., Trader]


def test_the_sample_has_a_whole_ladder_with_a_future_beside_it(sits_down: Sit) -> None:
    picture = sits_down().program.session.picture
    assert picture is not None
    model = LadderModel()
    model.show(picture)
    cells = {
        row.cells[0].text: {c.title: cell for c, cell in zip(COLUMNS, row.cells, strict=True)} for row in model.rows
    }
    assert {name: each["Held"].text for name, each in cells.items()} == {
        "Hedge ladder": "10 of 10",
        "Short layer": "4 of 4",
        "Medium layer": "4 of 4",
        "Long layer": "2 of 2",
        "VX 20JAN27 (F7)": "+1",
    }
    # the orders of the sample: price x contracts x 100 and 0.79 a contract; the future costs its fee
    assert [each["Cost $"].text for each in cells.values()] == ["2,718.30", "811.16", "1,235.16", "669.58", "2.40"]
    assert [each["Days"].text for each in cells.values()] == ["", "26", "117", "208", "61"]
    assert cells["Short layer"]["$ a day held"].hint == "Held since today"
    assert "too few for a rate" in cells["Short layer"]["IRR %"].hint
