"""Summaries of one invented article in ten languages: the news first, then what leans on it, and furniture."""

import pytest

from bot.text.keywords import keywords
from bot.text.language import detect
from bot.text.sentences import split_all
from bot.text.summarise import summarise
from bot.text.summary.openings import openings_of

ARTICLES = {
    "en": [
        "The council of Ardvale will close its ferry terminal in March because the roof is unsafe, Mayor Ann Lee said.",
        "She told reporters on Monday that repairs would cost 3 million pounds. But nobody had expected it so soon.",
        "The terminal served 40,000 passengers last year. Read more: the ferries that changed the coast.",
        "Will the islands be cut off? Ferries will sail from Port Nessan until a new terminal opens in 2026.",
        "Two island villages have asked the government in Edinburgh to pay for the repairs of the terminal.",
    ],
    "ru": [
        "Власти Мурманска закроют паромный терминал в марте из-за аварийной крыши, сообщил мэр города Иван Петров.",
        "Он добавил, что ремонт терминала обойдётся в 3,5 млн рублей. Однако точные сроки пока неизвестны.",
        "В прошлом году паромный терминал принял 40 тыс. пассажиров. Читайте также: как менялся порт.",
        "Останутся ли острова без связи? До открытия нового терминала паромы будут ходить из соседнего порта.",
        "Жители двух посёлков попросили правительство области оплатить ремонт крыши терминала.",
    ],
    "de": [
        "Die Stadt Ardwald schließt im März ihr Fährterminal, weil das Dach unsicher ist, sagte Anna Lee.",
        "Sie bezifferte die Kosten der Reparatur auf rund 3,5 Millionen Euro. Allerdings fehlt der Stadt das Geld.",
        "Das Fährterminal zählte im vergangenen Jahr 40.000 Passagiere. Lesen Sie auch: Wie sich der Hafen verändert.",
        "Sind die Inseln bald abgeschnitten? Bis zur Eröffnung des neuen Terminals fahren die Schiffe ab Neuhafen.",
        "Zwei Dörfer auf den Inseln haben die Landesregierung gebeten, die Reparatur des Terminals zu bezahlen.",
    ],
    "es": [
        "El ayuntamiento de Puerto Alto cerrará en marzo la terminal de ferris por el estado del techo, dijo Ana Ruiz.",
        "Ella calculó que la reparación costará 3,5 millones de euros. Sin embargo, la ciudad no tiene ese dinero.",
        "La terminal de ferris recibió a 40.000 pasajeros el año pasado. Lea también: la historia del puerto.",
        "¿Quedarán aisladas las islas? Los ferris saldrán de Puerto Nuevo hasta que abra la nueva terminal.",
        "Dos pueblos de las islas han pedido al Gobierno regional que pague la reparación de la terminal.",
    ],
    "fr": [
        "La ville de Port-Haut fermera en mars sa gare maritime à cause du toit, a annoncé la maire Anne Roy.",
        "Elle a estimé le coût des travaux à 3,5 millions d'euros. Cependant, la ville n'a pas cet argent.",
        "La gare maritime a accueilli 40 000 passagers l'an dernier. Lire aussi : l'histoire du port de la ville.",
        "Les îles seront-elles coupées du monde ? Les ferries partiront de Port-Neuf jusqu'à l'ouverture d'une autre.",
        "Deux villages des îles ont demandé à la région de payer les travaux de la gare maritime.",
    ],
    "tr": [
        "Yeşilkaya Belediyesi, çatısı tehlikeli olan feribot terminalini martta kapatacak, dedi Başkan Ayşe Kaya.",
        "O, onarımın 3,5 milyon liraya mal olacağını pazartesi günü açıkladı. Ancak belediyenin bu kadar parası yok.",
        "Feribot terminali geçen yıl 40 bin yolcuya hizmet verdi. Bunu da okuyun: limanın değişen yüzü.",
        "Adalar bağlantısız mı kalacak? Yeni terminal açılana kadar feribotlar komşu limandan kalkacak.",
        "Adalardaki iki köy, terminalin onarımı için hükümetten yardım istedi.",
    ],
    "ar": [
        "ستغلق بلدية المرسى محطة العبارات في مارس بسبب تضرر سقف المبنى، حسبما قالت رئيسة البلدية أمينة صالح.",
        "وهي تقدر أن إصلاح المحطة سيكلف 3.5 مليون دينار. لكن البلدية لا تملك هذا المبلغ حاليا.",
        "واستقبلت محطة العبارات أربعين ألف مسافر في العام الماضي. اقرأ أيضا: كيف تغير الميناء القديم.",
        "هل ستعزل الجزر عن الساحل؟ ستنطلق العبارات من الميناء الجديد حتى افتتاح محطة أخرى.",
        "وطلبت قريتان في الجزر من الحكومة دفع تكاليف إصلاح محطة العبارات.",
    ],
    "hi": [
        "रामपुर नगर परिषद खराब छत के कारण मार्च में फेरी टर्मिनल बंद करेगी, महापौर अनीता शर्मा ने सोमवार को कहा।",
        "उन्होंने बताया कि टर्मिनल की मरम्मत पर 3.5 करोड़ रुपये खर्च होंगे। लेकिन परिषद के पास इतना पैसा नहीं है।",
        "पिछले साल फेरी टर्मिनल से चालीस हजार यात्रियों ने यात्रा की। यह भी पढ़ें: बंदरगाह का बदलता चेहरा।",
        "क्या द्वीपों का संपर्क टूट जाएगा? नया टर्मिनल खुलने तक नावें पड़ोसी बंदरगाह से चलेंगी।",
        "द्वीपों के दो गांवों ने राज्य सरकार से टर्मिनल की मरम्मत का खर्च उठाने को कहा है।",
    ],
    "zh": [
        "青港市长李安星期一表示，由于屋顶存在安全隐患，该市将于三月关闭渡轮码头。",
        "她说，修复码头需要三百五十万元。但是市政府目前没有这笔资金。",
        "去年渡轮码头接待了四万名乘客。延伸阅读：港口的变迁与历史。",
        "海岛会与外界隔绝吗？在新码头启用之前，渡轮将从邻近的新港出发。",
        "海岛上的两个村庄已请求省政府支付渡轮码头的修复费用。",
    ],
    "ja": [
        "青港市の安田市長は月曜日、屋根が危険な状態にあるためフェリーターミナルを三月に閉鎖すると発表した。",
        "これは修理に三億五千万円かかるためだという。しかし、市にはその資金がない。",
        "フェリーターミナルは昨年、四万人の乗客が利用した。関連記事：変わりゆく港の歴史。",
        "島は孤立するのか？新しいターミナルが開業するまで、フェリーは隣の新港から出航する。",
        "島の二つの村は、フェリーターミナルの修理費用を負担するよう県に求めている。",
    ],
}


@pytest.mark.parametrize("language", ARTICLES)
def test_the_language_of_the_article_is_told(language):
    assert detect("\n".join(ARTICLES[language])) == language


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_summary_tells_the_news_and_reads_by_itself(language, most):
    everything = split_all(ARTICLES[language], language)
    assert len(everything) == 8
    summary = summarise(everything, title="", language=language, sentences=most)
    places = [everything.index(sentence) for sentence in summary]
    assert 1 <= len(places) <= most
    assert places == sorted(places)
    openings = openings_of(language)
    for place in places:
        assert everything[place][-1] not in "?？؟"
        assert not openings.is_furniture(everything[place])
        assert not openings.looks_back(everything[place]) or place - 1 in places


@pytest.mark.parametrize("language", ARTICLES)
def test_the_news_itself_is_in_the_summary(language):
    body = split_all(ARTICLES[language], language)
    assert body[0] in summarise(body, title="", language=language)


@pytest.mark.parametrize("language", ARTICLES)
def test_the_terminal_is_among_the_keywords(language):
    terminal = {
        "en": "terminal", "ru": "термин", "de": "terminal", "es": "terminal", "fr": "gare", "tr": "termin",
        "ar": "محطة", "hi": "टर्मिनल", "zh": "码头", "ja": "ターミナル",
    }  # fmt: skip
    found = keywords(split_all(ARTICLES[language], language), title="", language=language)
    assert any(terminal[language] in phrase.casefold() for phrase in found)
