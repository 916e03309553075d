"""Lines that are never an article's body, however well they read: credits, captions, bylines, notices.

Statistics see some of them badly, so each is told by what it says. The word tests in front keep the
patterns off the lines that cannot match.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.debris import is_leaked_code
from bot.text.cleaning.evidence.pleas import plea
from bot.text.cleaning.evidence.spelling import OPENING, key_of
from bot.text.cleaning.evidence.words import lowered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.evidence.facts import LineFacts
    from bot.text.cleaning.lines import PageLine

VETOES = ("link to more", "copyright", "byline or source line", "picture credit", "picture caption", "plea")
_MORE = re.compile(
    r"""^\W*(?:read\ (?:more|also|next|on|the\ full|our)|see\ (?:also|more)|also\ (?:read|see|on)
    |more\ (?:on|from|stories|about|in|coverage|news)|related|recommended|watch|listen|don['’]t\ miss|click\ here
    |you\ (?:may|might)\ also\ (?:like|enjoy|be\ interested)|what\ to\ read\ next|share\ (?:on|with|via)
    |continue\ reading|advertisement|sign\ up|subscribe|follow\ (?:us|me|@)|join\ our|share\ this|download\ (?:the|our)
    |das\ könnte\ (?:sie|dich|euch|ihnen|dir)\ (?:auch\ )?(?:interessieren|gefallen)|artikel\ teilen|zum\ vergrößern
    |(?:teilen\ sie\ dies|teilen|sharen)\ mit|lesen\ sie|mehr\ (?:zum|zur|zu|über|dazu|lesen)|auch\ interessant
    |vous\ aimerez|partager\ (?:sur|cet)|en\ savoir\ plus|lire\ aussi|à\ lire|voir\ aussi
    |más\ información|weitere\ (?:infos|artikel|themen)|lea\ también|leer\ más|(?:te|le|les)\ puede\ interesar
    |también\ (?:te|le)\ puede\ interesar|compart(?:e|ir)\ (?:en|esta|este)|saiba\ mais
    |você\ (?:também\ )?pode\ gostar|potrebbe\ interessarti|ti\ potrebbe\ interessare|condividi\ su
    |misschien\ vind\ je|ver\ también|leggi\ anche|guarda\ anche
    |leia\ (?:também|mais)|veja\ também|lees\ (?:ook|meer)|läs\ (?:mer|också)|les\ også|læs\ også
    |czytaj\ (?:też|także|więcej|również)|zobacz\ (?:też|także|również)|przeczytaj\ (?:też|także)
    |może\ cię\ (?:też\ |również\ )?zainteresować|czytaj\ dalej|čtěte\ (?:také|též)
    |olvasd\ el|citește\ și|читайте\ (?:также|так\ же|ещё|далее)|смотрите\ также|читать\ далее|по\ теме
    |вам\ может\ (?:быть\ интересно|понравиться)|σχετικά\ άρθρα
    |читати\ також|читайте\ також|прочетете|διαβάστε\ (?:επίσης|ακόμα|περισσότερα)|δείτε\ (?:επίσης|ακόμα)
    |اقرأ\ أيضا|baca\ juga|xem\ thêm|ayrıca\ oku)\b
    |^\W*(?:(?:topics?|tags?|filed\ under|keywords|schlagw[oö]rter|schlagworte|themen|mots-cl[ée]s|étiquettes
    |etiquetas|temas|parole\ chiave|trefwoorden|tagi|słowa\ kluczowe|štítky|címkék|теги|метки|темы|ετικέτες)
    \s?[:：]|标签|標籤|關鍵字|关键词|タグ)
    |^(?:相关阅读|延伸阅读|推荐阅读|相关(?:新闻|文章|报道|链接)|热门推荐|更多|関連記事)""",
    re.VERBOSE,
)
# Each begins with a plain letter or sign, so that the others are passed over quickly.
_RIGHTS = re.compile(
    "|".join(rf"{sign}\s?(?:copyright\b|(?:19|20)\d\d)" for sign in "©®ⓒ")
    + r"|c(?<!\wc)opyright\b.{0,30}\d{4}|a(?<!\wa)ll rights reserved\b|版权所有|备案|icp证|無断転載|무단\s?전재"
)
_BYLINE = re.compile(
    r"""^(?:by|von|par|por|di|door|av|af|oleh|от|автор\w*|text|words\ by|written\ by|reported\ by|story\ by|tekst
      |texte|texto|testo|autor(?:in|ka|a)?|συντάκτης|作者|记者|編集)\s*[:：]?\s+\S.{0,60}$
    | ^(?:written|posted|published|updated|reporting|editing|edited|compiled|additional\ reporting)\b.{0,20}\bby\b
    | ^(?:source|quelle|fuente|fonte|źródło|zdroj|источник|джерело|πηγή|来源|來源|出典|editors?|reporter
      |责任编辑|責任編輯|编辑)\s*[:：]""",
    re.VERBOSE,
)
_CREDIT = re.compile(
    r"""^\W*(?:photos?|photograph|image|picture|pic|foto|fotos|bild|quelle\ foto|crédit|fot|фото|фотография|φωτο)\b
      (?:\ ?(?:credit|by|courtesy|source|von|per|fragment))?\s{0,2}[.:：/©]\s?\S.{0,80}$
    | (?:^|[.!?)\s|])(?:photos?|photograph|picture|image|pictured|foto|fotos|bild|crédit|fot|фото|φωτο|صورة|תצלום)
      \s?(?:\ (?:credit|by|courtesy))?\s?[:：/]\s?\S.{0,80}$
    | [.!?”"\w]\W{1,3}©\s?\S.{1,60}$
    | [(（][^)）]{0,20}(?:资料图|資料圖|資料写真|提供|摄|图片|写真)[^)）]{0,10}[)）]\W*$ | (?:提供|撮影)$
    | \((?:photo|image|picture|foto|bild|fot\.|фото|φωτο\w*)\b[^)]{0,80}\)\W*$
    | \b(?:photo(?:graph)?|image|picture)\ (?:credit|courtesy|by)\b.{0,80}$
    | \b(?:getty\ images|shutterstock|istock\w*|picture[- ]alliance)\W{0,3}(?:\w++\W{0,3}){0,4}$
    | /\s?(?:afp|ap|reuters|epa|dpa|efe|ansa|tass|pap|lusa|getty)\b\W{0,3}(?:\w++\W{0,3}){0,3}$
    | ^\(?(?:getty\ images|reuters|afp|ap|epa|dpa|shutterstock|file\ photo|archivbild|symbolbild)\)?$
    | \bfile\ photo\W{0,3}$ | ^(?:圖|图|图片|資料圖|资料图|摄影|写真)[：:] | (?:/摄|摄影?|图片来源.{0,20})$""",
    re.VERBOSE,
)
# Not "(r)" alone: a Republican.
_PLACE = re.compile(
    r"""\((?<=\s\()(?:left|right|center|centre|l|c|from\ left|top|bottom|front|back|pictured|above|below|2nd\ l
      |links|rechts
      |à\ gauche|à\ droite|izquierda|derecha|sinistra|destra|esquerda|direita|слева|справа|αριστερά|δεξιά|左|右)\)""",
    re.VERBOSE,
)
_CAPTION_START = re.compile(
    r"""(?:above|below)\s?: | pictured\b | in\ this\ .{0,40}\b(?:photo|image|picture|handout)\b
    | this\ (?:undated\ )?(?:photo|image|picture|handout|combination)\b.{0,40}\b(?:shows?|taken|provided|released)\b""",
    re.VERBOSE,
)
_IN_THIS = re.compile(r"\bin this (?:.{0,40} )?(?:file )?(?:photo|image|picture|handout|frame grab)\b")
_CALL = re.compile(
    r"""\W*(?:become\ a\ \w+|subscribe(?:\ (?:now|today|here))?|sign\ (?:up|in)(?:\ (?:now|here))?
    |log\ in|donate(?:\ (?:now|today))?
    |support\ us|give\ now|join\ (?:us|now|today)|jetzt\ (?:abonnieren|spenden|unterstützen)
    |je\ m['’]abonne|s['’]abonner
    |suscríbete|hazte\ socio|abbonati(?:\ ora)?|dona\ ora|assine(?:\ já)?|word\ lid|doneer|prenumeruj|wesprzyj\ nas
    |подписаться|поддержать|підписатися|εγγραφείτε|立即订阅|購読する)\W*""",
    re.VERBOSE,
)
_FOLLOW = re.compile(
    r"""\W*(?:follow|suivez|folge|folgen|folgt|sigue|sígue|síguenos|siguenos|siga|segui|seguici|seguiteci|volg|följ|følg
    |seuraa|obserwuj|śledź|подпишитесь|подписывайтесь|следите|ακολουθήστε|takip)\b
    [^.]{0,60}\b(?:whatsapp|telegram|facebook|twitter|instagram|threads|bluesky|youtube|tiktok|linkedin
    |google\ news|viber|вконтакте|телеграм\w*)\b""",
    re.VERBOSE,
)
_METER = re.compile(
    r"""\byou(?:\ are|['’]re|\ have|['’]ve)\b.{0,50}\b(?:stories|articles|story
    |article)\b.{0,20}\b(?:this\ month|left|remaining)\b
    |\b(?:stories|articles)\ (?:left|remaining)\ this\ month\b|\bkostenlose\w?\ artikel\b.{0,40}\bmonat""",
    re.VERBOSE,
)
_SHORT = 240
_LABEL = 8
_LONG = 900
_WORD = re.compile(r"[^\W\d_]+")
_ESCAPE = re.compile(r"\\.")
_OPTIONAL = re.compile(r"\w\?")
# No match begins with what follows a blank, nor opens with a group that goes on with a word's first letters.
_NO_BEGINNING = re.compile(rf"(?:(?<=\w{{{OPENING}}})|\\ )\((?:[^()]|\([^()]*\))*\)|\\ \w+")


@cache
def _openings() -> frozenset[int]:
    """The first letters of every word with which some patterns can begin, and so of whatever matches one from its
    beginning."""
    beginnings = [_NO_BEGINNING.sub(" ", pattern.pattern) for pattern in (_CALL, _MORE, _FOLLOW, _BYLINE)]
    sources = [_ESCAPE.sub(" ", text) for text in (*beginnings, *(_OPTIONAL.sub("", text) for text in beginnings))]
    return frozenset(key_of(word[:OPENING] for source in sources for word in _WORD.findall(source)).values())


def vetoes(lines: Sequence[PageLine], facts: Sequence[LineFacts]) -> list[str | None]:
    """Why each line is no body text, one of ``VETOES`` or ``"leaked code"``, or None."""
    openings = _openings()
    found: list[str | None] = []
    for line, fact in zip(lines, facts, strict=True):
        text = line.text
        opens = fact.opening in openings or fact.solid > 0
        asked = opens or fact.speaks_to_you or fact.credits or fact.legal or text[0] in "[{" or ":" in text[:_LABEL]
        found.append(_veto(text, fact, opens=opens) if asked or _has_sign(text) else None)
    return found


def _has_sign(text: str) -> bool:
    """Whether a line shows any other sign that a veto asks for; most show none, which takes no pattern to see."""
    if "(" in text or "his" in text or "HIS" in text:
        return True
    return not text.isascii() and ("©" in text or "®" in text or "ⓒ" in text)


def _veto(text: str, facts: LineFacts, *, opens: bool) -> str | None:
    """As ``vetoes`` of one line; ``opens``: whether its first letters are those of a pattern for a line's beginning."""
    if text[0] in "[{" and is_leaked_code(text):
        return "leaked code"
    if len(text) > _LONG:
        return None
    small = lowered(text)
    if len(text) <= _SHORT and (found := _short_veto(small, facts, opens=opens)):
        return found
    if _is_caption(small):
        return "picture caption"
    return "plea" if plea(text, facts) else None


def _is_caption(small: str) -> bool:
    if not ("(" in small or "this" in small or ":" in small[:_LABEL]):
        return False
    found = _CAPTION_START.match(small) or ("(" in small and _PLACE.search(small))
    return bool(found or ("in this " in small and _IN_THIS.search(small)))


def _short_veto(small: str, facts: LineFacts, *, opens: bool) -> str | None:
    if opens and facts.count <= 5 and _CALL.fullmatch(small):
        return "plea"
    if facts.speaks_to_you and ("stor" in small or "arti" in small) and _METER.search(small):
        return "plea"
    if opens and facts.count <= 25 and (_MORE.match(small) or _calls_to_follow(small, facts)):
        return "link to more"
    if (facts.legal or facts.solid or "©" in small or "®" in small or "ⓒ" in small) and _RIGHTS.search(small):
        return "copyright"
    if opens and len(small) <= 120 and not facts.ended and _BYLINE.match(small):
        return "byline or source line"
    if (facts.solid or "©" in small or facts.credits) and _CREDIT.search(small):
        return "picture credit"
    return None


def _calls_to_follow(small: str, facts: LineFacts) -> bool:
    return not facts.ended and bool(_FOLLOW.match(small))


def is_firm(reason: str | None, text: str, facts: LineFacts) -> bool:
    """Whether a veto holds whatever the model says; a link to more does where it looks like one."""
    if reason == "link to more":
        short = facts.count <= 4 and not facts.ended
        return short or ":" in text[:40] or text.isupper() or _calls_to_follow(lowered(text), facts)
    return reason is not None
