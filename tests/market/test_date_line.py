"""The date line in the languages that browsers write it in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.market.date_line import read_date_line

# What browsers write for one moment, 7 February 2023 17:34 in New York.
SAME_MOMENT = [
    "February 7, 2023 at 5:34 PM EST",
    "February 7, 2023 at 5:34\N{NARROW NO-BREAK SPACE}PM EST",
    "February 7, 2023, 5:34 PM EST",
    "February 7 2023, 5:34 PM EST",
    "February 7, 2023 at 5:34 p.m. EST",
    "Feb 07 2023 @ 17:34 ET",
    "7 February 2023 at 17:34 GMT-5",
    "7 February 2023 at 5:34 pm GMT-5",
    "7 de febrero de 2023, 17:34 GMT-5",
    "7 de febrero de 2023 a las 5:34 p. m. GMT-5",
    "7 de fevereiro de 2023 às 17:34 GMT-5",
    "7 février 2023 à 17:34 UTC\N{MINUS SIGN}5",
    "7 février 2023 à 17 h 34 HNE",
    "7. Februar 2023 um 17:34 GMT-5",
    "7 febbraio 2023 alle ore 17:34 GMT-5",
    "7 februari 2023 om 17:34 EST",
    "7 lutego 2023 17:34 GMT-5",
    "7 февраля 2023 г. в 17:34 GMT-5",  # noqa: RUF001 - Russian is written with these letters
    "2023年2月7日 17:34 GMT-5",
    "2023年2月7日 GMT-5 17:34",
    "2023年2月7日 下午5:34 [EST]",
    "2023년 2월 7일 PM 5:34 GMT-5",
    "7 February 2023 at 22:34 GMT",
    "8 February 2023 at 00:34 GMT+2",
    "8 February 2023 at 04:04 GMT+5:30",
]
MONTHS = {
    "English": "January February March April May June July August September October November December",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
clock_times = st.datetimes(datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2099-12-30"))
NOT_READABLE = [
    "",
    "2/7/2023, 5:34 PM EST",  # 7 February or 2 July
    "7.2.2023 17:34 GMT-5",
    "February 7, 2023 at 5:34 PM",  # no zone
    "February 7, 2023 EST",  # no clock
    "7 กุมภาพันธ์ 2566 เวลา 17:34 GMT-5",  # the Thai year 2566 is 2023
    "7 helmikuuta 2023 klo 17:34 UTC-5",  # a language this program does not know
    "7 Φεβρουαρίου 2023 στις 5:34 μ.μ. GMT-5",  # its p.m. must not be read as 05:34
    "令和5年2月7日 17:34 GMT-5",
    "0001年1月1日 0:05 GMT",
    "February 7, 1923 at 5:34 PM EST",
    "February 30, 2023 at 5:34 PM EST",
    "February 7, 2023 at 15:34 PM EST",
    "February 7, 2023 at 25:34 EST",
    "February 7, 2023 at 5:34 PM GMT-15",
    "February March 7, 2023 at 5:34 PM EST",
    "February 7 8, 2023 at 5:34 PM EST",
    "February 7, 2023 at 5:34 PM EST and 6:34 PM EST",
    "Tomorrow, February 7, 2023 at 5:34 PM EST",
    "Februar\N{COMBINING ACUTE ACCENT}y 7, 2023 at 5:34 PM EST",
    "\N{ARABIC-INDIC DIGIT SEVEN} February 2023 at 17:34 GMT-5",
]


@pytest.mark.parametrize("text", SAME_MOMENT)
def test_one_moment_is_read_from_every_locale(text: str) -> None:
    assert read_date_line(text) == datetime(2023, 2, 7, 22, 34, tzinfo=UTC)


@pytest.mark.parametrize("text", NOT_READABLE)
def test_a_line_that_is_not_understood_whole_is_not_read(text: str) -> None:
    assert read_date_line(text) is None


@given(
    language=st.sampled_from(sorted(MONTHS)),
    moment=clock_times,
    zone=st.integers(-12, 14),
    is_day_first=st.booleans(),
)
def test_what_a_browser_writes_is_read_back(language: str, moment: datetime, zone: int, is_day_first: bool) -> None:
    month = MONTHS[language].split()[moment.month - 1]
    day = f"{moment.day} {month}" if is_day_first else f"{month} {moment.day},"
    read = read_date_line(f"{day} {moment.year}, {moment:%H:%M} GMT{zone:+}")
    written = moment.replace(second=0, microsecond=0, tzinfo=timezone(timedelta(hours=zone)))
    assert read == written


@given(moment=clock_times)
def test_both_halves_of_the_day_are_read_back(moment: datetime) -> None:
    hour, half = moment.hour % 12 or 12, "PM" if moment.hour >= 12 else "AM"
    month = MONTHS["English"].split()[moment.month - 1]
    read = read_date_line(f"{month} {moment.day}, {moment.year} at {hour}:{moment:%M} {half} GMT")
    assert read == moment.replace(second=0, microsecond=0, tzinfo=UTC)


@given(st.text(max_size=80))
def test_any_text_gives_a_moment_in_utc_or_nothing(text: str) -> None:
    read = read_date_line(text)
    assert read is None or read.tzinfo is UTC


def test_summer_and_standard_time_in_new_york() -> None:
    assert read_date_line("Jul 05 2023 @ 10:00 ET") == datetime(2023, 7, 5, 14, tzinfo=UTC)
    assert read_date_line("July 5, 2023 at 10:00 AM EDT") == datetime(2023, 7, 5, 14, tzinfo=UTC)
    assert read_date_line("Jan 05 2023 @ 10:00 ET") == datetime(2023, 1, 5, 15, tzinfo=UTC)
