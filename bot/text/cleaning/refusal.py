"""Pages that hold no article, told by what they say instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.page import Page

_MISSING = re.compile(
    r"""\b(?:error\ )?404\b | \bpage\ (?:was\ |could\ )?not\ (?:be\ )?found\b
    | \bpage\ (?:you\ .{0,40})?(?:does\ ?n[o']t|no\ longer)\ exist
    | \b(?:seite|artikel)\b.{0,30}\bnicht\ gefunden | \bpage\ (?:introuvable|non\ trouvée)
    | \bpágina\ no\ (?:encontrada|existe)
    | \bpagina\ non\ (?:trovata|esiste) | \bpágina\ não\ (?:encontrada|existe) | \bpagina\ niet\ gevonden
    | \bstron[ay]\ nie\ (?:została\ )?(?:znalezion\w+|istnieje) | страниц\w\ не\ (?:найдена|существует)
    | сторінк\w\ не\ знайдено
    | η\ σελίδα\ δεν\ (?:βρέθηκε|υπάρχει)
    | (?:页面|网页|頁面|您访问的).{0,8}(?:不存在|未找到|找不到) | ページが見つかりません
    | sayfa\ bulunamadı | الصفحة\ غير\ موجودة
    | hittades\ inte\b | \b(?:500|502|503)\ (?:internal|bad|service)""",
    re.IGNORECASE | re.VERBOSE,
)
_COOKIES = re.compile(
    r"""\bcookies?\b.{0,120}\b(?:accept|consent|agree|partners?|preferences|settings|use)\b
    | \b(?:accept|consent|use|manage|reject)\b.{0,60}\bcookies?\b | \bcookies?\b.{0,80}(?:akzeptieren
    |zustimm\w+|einwillig\w+|verwenden)
    | \b(?:akzeptieren|zustimmung|einwilligung).{0,100}cookies? | \bcookies?\b.{0,80}(?:accepter
    |consentement|partenaires)
    | (?:accepter|consentement|utilisons).{0,80}\bcookies? | (?:aceptar|usamos|utilizamos
    |consentimiento).{0,80}\bcookies?
    | (?:accett\w+|utilizziamo|consenso).{0,80}\bcookie | (?:aceitar|utilizamos|usamos).{0,80}\bcookies?
    | (?:accepte\w+|gebruik\w*|toestemming).{0,80}\bcookies? | (?:akcept\w+|zgod\w+
    |używa\w*).{0,80}(?:plik\w+\ )?cookies?
    | (?:cookie|файл\w*\ куки|куки).{0,100}(?:согла\w+|принять|использу\w+) | (?:использу\w+
    |принять).{0,60}(?:cookie|куки)
    | (?:αποδ[έε]χ\w+|χρησιμοποι\w+|συγκατάθεση).{0,80}cookies? | cookies?.{0,80}(?:αποδ[έε]χ\w+|συγκατάθεση)
    | (?:çerez\w*).{0,80}(?:kabul|kullan\w+) | Cookie.{0,20}(?:同意|接受|使用) | (?:同意|接受|使用).{0,20}Cookie""",
    re.IGNORECASE | re.VERBOSE,
)
_LOGIN = re.compile(
    r"""\b(?:log\ ?in|sign\ in|subscribe|register|create\ an\ account|already\ a\ (?:member|subscriber)
    |for\ subscribers|subscribers?\ only)\b
    | \bto\ (?:continue|keep)\ reading\b | \b(?:password|passwort|mot\ de\ passe|contraseña|senha
    |wachtwoord|hasło|пароль|κωδικός|密码|パスワード)\b
    | \b(?:anmelden|einloggen|abonnieren|abonnenten|weiterlesen)\b | \b(?:connectez-vous|abonnez-vous
    |réservé\ aux\ abonnés|déjà\ abonné)
    | \b(?:inicia\ sesión|suscríbete|suscriptores|suscribirse) | \b(?:accedi|abbonati|riservato\ agli\ abbonati)\b
    | \b(?:faça\ login|assinantes?|assine)\b | \b(?:inloggen|abonnees?|word\ lid)\b | \b(?:zaloguj
    |prenumerat\w+|subskrybent\w+)
    | (?:войдите|войти|подписчик\w*|оформите\ подписку|зарегистрир\w+) | (?:увійдіть|передплат\w+)
    | (?:συνδεθείτε|συνδρομητ\w+|εγγραφείτε)
    | (?:登录|注册|会员|订阅)后?.{0,6}(?:阅读|查看|继续)? | (?:ログイン|会員登録|有料会員)""",
    re.IGNORECASE | re.VERBOSE,
)
_BLOCKED = re.compile(
    r"""\b(?:access\ (?:to\ this\ page\ (?:has\ been\ )?)?denied|are\ you\ (?:a\ )?(?:human|robot)
    |verify\ (?:that\ )?you\ are\ (?:a\ )?human
    |checking\ your\ browser|enable\ javascript|captcha|unusual\ traffic|just\ a\ moment|ddos\ protection)\b
    | \bjavascript\b.{0,40}(?:aktivieren|activer|activar|attivare|ativar|włącz\w*|включ\w+|ενεργοποι\w+)
    | (?:включите|请启用|请开启).{0,10}javascript""",
    re.IGNORECASE | re.VERBOSE,
)
_CONSENT = re.compile(
    r"""\bcookies?\b|\bconsent\w*|\bpartners?\b|\bpurposes?\b|legitimate\ interest|personali[sz]ed
    |\badvertising\b|\bpreferences\b
    |\bidentifiers?\b|\bgeolocation|\bprivacy\b|\bdevice\b|\beinwilligung\w*|\bzwecke\w*|\bwerbung\b|\bdatenschutz\w*|\bpartnern?\b
    |\bconsentement|\bfinalités?|\bpartenaires|\bpublicité|\bconsentimiento|\bsocios\b|\bfinalidades|\bpublicidad|\bconsenso\b|\bfinalità
    |\bpubblicità|\bconsentimento|\bparceiros|\bpublicidade|\btoestemming|\bdoeleinden|\bgegevens\b|\bzgod[aęy]\b|\bcel(?:e|ach|ów)\b
    |\breklam\w*|\bpartner(?:zy|ami|om)\b|соглас\w+|партн[её]р\w*|реклам\w+|персональн\w+|куки|συγκατάθεση|συνεργ[άα]τ\w+|διαφημ\w+
    |同意|合作伙伴|广告|目的|個人情報|广告|隐私""",
    re.IGNORECASE | re.VERBOSE,
)
_CONSENT_SHARE = 0.5
_WORDS_OF_AN_ARTICLE = 120.0
_WORDS_OF_A_NOTE = 35.0
_SURE = 0.5
_LONGEST_NOTICE = 700.0

_SAVE = "save the article's own page and drop it anew."
_REASONS = (
    (_MISSING, f"The page says that it was not found (404); {_SAVE}"),
    (_BLOCKED, f"The page only asks for a browser check or for JavaScript; open it, wait for the text, and {_SAVE}"),
    (_COOKIES, f"The page is a cookie notice without an article; accept or reject the cookies, then {_SAVE}"),
    (_LOGIN, f"The page asks to log in or subscribe and shows no article; log in, then {_SAVE}"),
)
NOTHING = f"No article was found in the file; {_SAVE}"


def refusal(page: Page | None) -> str | None:
    """Why a judged page holds no article, a whole sentence; None where it holds one."""
    if page is None:
        return NOTHING
    facts, body = page.evidence.facts, page.body
    words = sum(facts[i].size for i in body)
    prose = sum(facts[i].size for i in body if facts[i].ended and facts[i].size >= 6)
    if _asks_for_consent(page, body, words):
        return _REASONS[2][1]
    if prose >= _WORDS_OF_AN_ARTICLE:
        return None
    whole = sum(f.size for f in facts)
    if (reason := _told(page, words, whole)) is not None:
        return reason
    if prose < _WORDS_OF_A_NOTE and words < _WORDS_OF_AN_ARTICLE / 2:
        return NOTHING
    return _index_of_teasers(page, body)


def _asks_for_consent(page: Page, body: Sequence[int], words: float) -> bool:
    """Whether half of the kept text, by words, is lines that each speak of consent in two ways or more."""
    if words > _LONGEST_NOTICE:
        return False
    asking = (i for i in body if len({m.lower() for m in _CONSENT.findall(page.lines[i].text[:1500])}) > 1)
    return sum(page.evidence.facts[i].size for i in asking) > _CONSENT_SHARE * max(words, 1.0)


def _told(page: Page, words: float, whole: float) -> str | None:
    """What a short page says of itself; a long one may mention cookies or log-ins in passing."""
    texts = [line.text for line in page.lines]
    kept = " ".join(page.lines[i].text for i in page.body)
    for pattern, reason in _REASONS:
        if pattern.search(kept[:3000]) or (words < _WORDS_OF_AN_ARTICLE / 2 and _leads(pattern, texts, whole)):
            return reason
    return None


def _leads(pattern: re.Pattern[str], texts: Sequence[str], whole: float) -> bool:
    """Whether a page of little text says it anywhere, or a longer one in a line of its own near its top."""
    if whole < 2 * _WORDS_OF_AN_ARTICLE:
        return any(pattern.search(text) for text in texts)
    return any(pattern.search(text) for text in texts[:12])


def _index_of_teasers(page: Page, body: Sequence[int]) -> str | None:
    sure = [i for i in body if page.verdicts[i].likely >= _SURE]
    if sure:
        return None
    return f"The page is a menu or a list of teasers, not an article; {_SAVE}"
