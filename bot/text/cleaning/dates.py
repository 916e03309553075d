"""Dates as pages print them, in the languages of the month names below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Month names and their common short forms, January first; inflected forms beside the plain ones.
_NAMES = """
january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec
januar jänner jan|februar feber feb|märz mär maerz mrz|april apr|mai|juni|juli|august|september|oktober okt|november|dezember dez
janvier janv|février fév févr fevrier|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre|novembre|décembre déc decembre
enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre|noviembre|diciembre dic
gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre sett|ottobre ott|novembre|dicembre
janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro
januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december des
tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|toukokuuta toukokuu|kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|lokakuuta lokakuu|marraskuuta marraskuu|joulukuuta joulukuu
stycznia styczeń sty|lutego luty lut|marca marzec|kwietnia kwiecień kwi|maja maj|czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|października październik paź|listopada listopad lis|grudnia grudzień gru
ledna leden|února únor|března březen|dubna duben|května květen|června červen|července červenec|srpna srpen|září|října říjen|listopadu|prosince prosinec
január|február|marec|apríl|máj mája|jún júna|júl júla|augusta|septembra|októbra|novembra|decembra
január|február|március|április|május|június|július|augusztus|szeptember|október|november|december
ianuarie ian|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie
siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga studenog|prosinca
ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember
января январь янв|февраля февраль фев|марта март|апреля апрель апр|мая май|июня июнь|июля июль|августа август авг|сентября сентябрь сен|октября октябрь окт|ноября ноябрь ноя|декабря декабрь дек
січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември
јануар јануара|фебруар фебруара|марта|априла|маја|јун јуна|јул јула|августа|септембар септембра|октобар октобра|новембар новембра|децембар децембра
ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ φεβρ|μαρτίου μάρτιος μαρ|απριλίου απρίλιος απρ|μαΐου μάιος μαϊ|ιουνίου ιούνιος ιουν|ιουλίου ιούλιος ιουλ|αυγούστου αύγουστος αυγ|σεπτεμβρίου σεπτέμβριος σεπ σεπτ|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοε|δεκεμβρίου δεκέμβριος δεκ
يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر
ינואר בינואר|פברואר בפברואר|מרץ במרץ|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|אוגוסט באוגוסט|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר
"""
MONTHS: dict[str, int] = {}
for _line in _NAMES.strip().splitlines():
    for _number, _forms in enumerate(_line.split("|"), 1):
        for _form in _forms.split():
            MONTHS.setdefault(_form, _number)

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?![\d/])")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+de|\s+d’|\s+of)?[\s/.-]{1,3}([^\W\d_]{3,12})\.?,?(?:\s+de[l]?)?[\s,/-]{1,3}((?:19|20)\d\d)(?!\d)"
)
_MONTH_DAY = re.compile(
    r"\b([^\W\d_]{3,12})\.?\s{1,2}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}((?:19|20)\d\d)(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\.?\s{1,2}([^\W\d_]{3,12})\s{1,2}(\d{1,2})(?!\d)")
_EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Found:
    """A date with its place in the line: ``start`` and ``end`` are character offsets."""

    day: date
    start: int
    end: int


def find_dates(line: str) -> list[Found]:
    """All whole dates (day, month and year) that ``line`` prints, in order of their place."""
    if not any(c.isdigit() for c in line):
        return []
    found = [
        Found(day, match.start(), match.end())
        for pattern, parse in _FORMS
        for match in pattern.finditer(line)
        if (day := parse(match)) is not None
    ]
    return sorted(found, key=lambda f: (f.start, -f.end))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if made.year >= _EARLIEST else None


def _numeric(match: re.Match[str]) -> date | None:
    """Day first, as most of the world writes, but month first where only that can be or slashes are used."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if year < 100:
        year += 2000
    if second > 12 or (mark == "/" and first <= 12):
        return _day(year, first, second)
    return _day(year, second, first)


def _named(year: str, month: str, day: str) -> date | None:
    number = MONTHS.get(month.lower())
    return _day(int(year), number, int(day)) if number else None


_FORMS = (
    (_ISO, lambda m: _day(int(m[1]), int(m[2]), int(m[3]))),
    (_NUMERIC, _numeric),
    (_DAY_MONTH, lambda m: _named(m[3], m[2], m[1])),
    (_MONTH_DAY, lambda m: _named(m[3], m[1], m[2])),
    (_YEAR_MONTH_DAY, lambda m: _named(m[1], m[2], m[3])),
)
