"""Lines that are never an article's body, however well they read: pleas, credits, captions, bylines.

Statistics cannot see them (a donation plea is perfect prose), so each is told by what it says.
"""

from __future__ import annotations

import re

_PLEA_ASK = re.compile(
    r"""\b(?:support|donat\w+|contribut\w+|subscri\w+|fund(?:ed|ing)?|help|sign\ up|become\ a|join)\b.{0,60}\b(?:us|our|my|this\ (?:site|work|page|project)|independent|journalism|newsroom|member|patron|supporter|newsletter|ad-free)\b
    | \b(?:your|reader)\ (?:support|donation|contribution|gift|help|subscription)s?\b
    | \bad(?:vert\w*)?-free\b | \bdisabled?\ (?:all\ )?ads?\b | \bad\ ?-?block
    | \b(?:unterstütz\w+|spende\w*|förder\w+)\b.{0,60}\b(?:uns|unsere\w*|unabhängig\w*|journalismus)\b
    | \b(?:soutene[zr]|faites\ un\ don|aidez)\b.{0,60}\b(?:nous|notre|indépendan\w+|journalisme)\b
    | \b(?:apoya\w*|dona\w*|suscríbe\w*|colabora)\b.{0,60}\b(?:nos|nuestro\w*|independiente|periodismo)\b
    | \b(?:sostieni\w*|sostenere|dona|abbonati)\b.{0,60}\b(?:noi|ci|nostr\w+|indipendente|giornalismo)\b
    | \b(?:apoie|doe|assine|contribua)\b.{0,60}\b(?:nos|nosso\w*|independente|jornalismo)\b
    | \b(?:steun|doneer|word\ lid)\b.{0,60}\b(?:ons|onze|onafhankelijke|journalistiek)\b
    | \b(?:wesprzyj|wspieraj\w*|wpłać)\b.{0,60}\b(?:nas|nasz\w*|niezależn\w+|dziennikarstw\w+)\b
    | (?:поддержите|поддержать|пожертв\w+|подпишитесь).{0,60}(?:нас|наш\w*|независим\w+|журналист\w+|редакци\w+)
    | (?:підтрима\w+|пожертв\w+).{0,60}(?:нас|наш\w*|незалежн\w+|журналіст\w+)
    | (?:στηρίξτε|υποστηρίξτε).{0,60}(?:μας|ανεξάρτητη|δημοσιογραφία)
    | (?:支持|捐助|捐款|赞助).{0,12}(?:我们|我們|本站|本报|独立)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLEA_SELF = re.compile(
    r"""\b(?:we|us|our|ours|ourselves)\b | \b(?:wir|uns|unser\w*)\b | \b(?:nous|notre|nos)\b | \b(?:nosotros|nuestr\w+|nos)\b
    | \b(?:noi|nostr\w+)\b | \b(?:nós|noss\w+)\b | \b(?:wij|ons|onze)\b | \b(?:nas|nam|nasz\w*)\b
    | \b(?:мы|нас|нам|наш\w*)\b | \b(?:ми|нас|нам)\b | \b(?:μας|εμείς)\b | 我们|我們|本站""",
    re.IGNORECASE | re.VERBOSE,
)
_PLEA_YOU = re.compile(
    r"""\b(?:you|your|dear\ readers?|readers?)\b | \b(?:sie|ihr\w*|du|dein\w*|euch|leser\w*)\b | \b(?:vous|votre|vos)\b
    | \b(?:usted|tu|tus|te|lector\w*)\b | \b(?:voi|tuo|tua|lettor\w+)\b | \b(?:você|seu|sua|leitor\w*)\b | \b(?:jij|je|jouw|u|uw)\b
    | \b(?:ty|twoj\w+|państw\w+|czytelni\w+)\b | \b(?:вы|вам|вас|ваш\w*|читател\w+)\b | \b(?:ви|вам|вас|ваш\w*)\b | \b(?:σας|εσείς)\b | 您|你""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT_END = re.compile(
    r"""(?:\b(?:photo(?:graph)?s?|image|picture|pic|credit|foto|bild|fotos|crédit|imagen|immagine|imagem|beeld|zdjęcie|fot\.|фото|снимка|φωτο(?:γραφία)?)\s?(?:credit|by|:|/|©|\u2014)\s*\S.{0,80}$)
    | ^\W*(?:photo|image|picture|foto|bild|quelle\ foto|crédit|fot\.|фото|фотография|φωτο)\b.{0,10}[:/©]
    | \b(?:getty\ images|shutterstock|istock|picture[- ]alliance|/\s?(?:afp|ap|reuters|epa|dpa|efe|ansa|tass|pap|lusa))\b\W{0,3}(?:\w+\W{0,3}){0,4}$
    | ^\(?(?:getty\ images|reuters|afp|ap|epa|shutterstock|file\ photo)\)?$ | \bfile\ photo\b | \(?\barchivbild\b\)?$
    | ^(?:圖|图|图片|資料圖|资料图|摄影|写真)[：:]|(?:摄|/摄|图片来源.{0,20})$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CAPTION = re.compile(
    r"""\((?:left|right|center|centre|l|r|c|from\ left|top|bottom|front|back|pictured|above|below|2nd\ l|links|rechts|à\ gauche|à\ droite|izquierda|derecha|sinistra|destra|esquerda|direita|слева|справа|αριστερά|δεξιά|左|右)\)
    | ^(?:above|below|pictured|file\ photo|in\ this\ .{0,40}\b(?:photo|image|picture|handout)|this\ (?:undated\ )?(?:photo|image|picture|handout|combination)\b)
    | \bin\ this\ (?:.{0,40}\ )?(?:file\ )?(?:photo|image|picture|handout|frame\ grab|illustration)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"""^(?:by|von|par|por|di|door|av|af|oleh|от|автор|автор\w*|text|words\ by|written\ by|reported\ by|story\ by|tekst|texte|texto|testo|autor(?:in|ka|a)?|συντάκτης|του|文|作者|记者|編集)\s*[:：]?\s+\S.{0,60}$
    | ^(?:written|posted|published|updated|reporting|editing|edited|compiled|additional\ reporting)\b.{0,20}\bby\b
    | ^(?:source|quelle|fuente|fonte|źródło|zdroj|источник|джерело|πηγή|来源|來源|出典|editor|editors|reporter|责任编辑|責任編輯|编辑)\s*[:：]""",
    re.IGNORECASE | re.VERBOSE,
)
_MORE = re.compile(
    r"""^\W*(?:read\ (?:more|also|next|on|the\ full|our)|see\ (?:also|more)|also\ (?:read|see|on)|more\ (?:on|from|stories|about|in|coverage)|related|recommended|watch|listen|don['’]t\ miss|click\ here|continue\ reading|advertisement|sign\ up|subscribe|follow\ (?:us|me|@)|join\ our|share\ this|download\ (?:the|our)
    |lesen\ sie|mehr\ (?:zum|dazu|lesen)|auch\ interessant|lire\ aussi|à\ lire|voir\ aussi|lea\ también|leer\ más|te\ puede\ interesar|ver\ también|leggi\ anche|guarda\ anche|leia\ (?:também|mais)|veja\ também|lees\ (?:ook|meer)|läs\ (?:mer|också)|les\ også|læs\ også|czytaj\ (?:też|także|więcej|również)|zobacz\ (?:też|także|również)|čtěte\ (?:také|též)|olvasd\ el|citește\ și|читайте\ (?:также|так\ же|ещё)|смотрите\ также|читати\ також|читайте\ також|по\ теме|прочетете|διαβάστε\ (?:επίσης|ακόμα)|δείτε\ (?:επίσης|ακόμα)|اقرأ\ أيضا|baca\ juga|xem\ thêm|ayrıca\ oku|相关阅读|延伸阅读|推荐阅读|更多|関連記事)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_RIGHTS = re.compile(
    r"[©®]\s?(?:19|20)\d\d|\bcopyright\b|\ball rights reserved\b|版权所有|备案|ICP证", re.IGNORECASE
)
_LONGEST_CREDIT = 240


def plea(text: str) -> bool:
    """Whether a paragraph asks its readers for money, a sign-up or to spare its advertisements."""
    return bool(_PLEA_ASK.search(text) and _PLEA_SELF.search(text) and _PLEA_YOU.search(text))


def veto(text: str) -> str | None:
    """Why this line is no body text for sure, in a word or two, or None."""
    if len(text) > 900:
        return None
    if len(text) <= _LONGEST_CREDIT and _MORE.match(text) and len(text.split()) <= 25:
        return "link to more"
    if len(text) <= _LONGEST_CREDIT and _RIGHTS.search(text):
        return "copyright"
    if len(text) <= 120 and _BYLINE.match(text) and not text.endswith((".", "。")):
        return "byline or source line"
    if len(text) <= _LONGEST_CREDIT and _CREDIT_END.search(text):
        return "picture credit"
    if _CAPTION.search(text):
        return "picture caption"
    return "plea" if plea(text) else None
