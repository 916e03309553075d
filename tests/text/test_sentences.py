import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.sentences import Tokenizer, split, split_all
from tests.support.splitting import LANGUAGES, gold, score

# Each language's sentences, cut as a reader would; joined, they must fall apart in the same places.
NEWS = {
    "en": [
        "Gen. John R. Halloran arrived in Washington, D.C., at 9 a.m. on Friday.",
        "The U.S. Senate voted 51-49 on the $3.5 billion bill, Sen. Ana Ruiz (D-N.M.) said.",
        '"It is late," she added.',
        '"Go home!"',
        "Apple Inc. shares rose 2.4 percent, vs. a loss of 1 percent at Corel Corp. last year.",
        "The firm is based in the U.S.",
        "It was founded on Jan. 5, 1998, by J. P. Moran Jr. and his wife.",
        "Why did it fail?",
        "No. 10 declined to comment...",
        "Prices rose to 3.20 pounds a litre (about $4.10).",
        "Mr. Smith, of St. Louis, Mo., agreed.",
        "iPhone sales fell.",
    ],
    "ru": [
        "Об этом 12 апреля 2022 г. сообщил представитель МИД А. В. Петров.",
        "В результате пострадали 5 тыс. человек, ущерб оценили в 3,5 млрд руб.",
        "«Всё под контролем!» — заявил глава региона.",
        "Он добавил, что работы на ул. Ленина завершат к концу года.",
        "Кто виноват?",
        "По данным властей, в городе живут более 200 тыс. жителей, т. е. вдвое больше, чем в 1990-х гг.",
        "Ранее сообщалось о задержании трёх человек.",
    ],
    "de": [
        "Am 3. Oktober 1990 wurde Deutschland wieder vereint.",
        "Das Unternehmen setzte ca. 3,5 Mio. Euro um, z. B. mit Möbeln der Fa. Huber.",
        "Dr. Müller sagte, der 2. Weltkrieg sei „nie vergessen“.",
        "„Das ist gut.“",
        "Der Verein liegt auf dem 15. Platz.",
        "Die Sitzung am 12. Mai dauerte bis 22 Uhr.",
        "Warum eigentlich?",
        "Bundeskanzler a. D. Schröder kam nicht.",
    ],
    "es": [
        "El Sr. Pérez viajó a EE. UU. el 3 de mayo.",
        "La Dra. Gómez dijo que el coste será de 3.500 millones de euros.",
        "¿Qué pasó después?",
        "¡Nadie lo sabe!",
        "«No hay dinero», afirmó el ministro.",
        "La empresa, con sede en la av. Colón núm. 5, cerró sus puertas.",
        "El Gobierno aprobó la ley el martes.",
    ],
    "fr": [
        "M. Dupont est arrivé à 15 h 30 avec Mme Leroy.",
        "Le projet coûtera 3,5 millions d'euros, a dit le Dr. Petit.",
        "« C'est trop tard ! »",
        "Le maire n'a pas répondu.",
        "Pourquoi ?",
        "Selon l'art. 5 de la loi, la séance est publique.",
        "Le vote aura lieu mardi.",
    ],
    "tr": [
        "Cumhurbaşkanı Yrd. Fuat Oktay 12 Mayıs'ta Ankara'ya geldi.",
        "Toplantıya 3.500 kişi katıldı.",
        "Prof. Dr. Ayşe Kaya, 15. yüzyıldan kalma eserleri tanıttı.",
        "Peki ne oldu?",
        '"Biz hazırız." dedi.',
        "Şirket, T.C. Merkez Bankası ile görüştü.",
        "Karar salı günü açıklanacak.",
    ],
    "ar": [
        "قال الرئيس إن الاقتصاد نما بنسبة 3.5 في المئة العام الماضي.",
        "هل ستنخفض الأسعار؟",
        "وأضاف د. أحمد أن النتائج ستعلن يوم الثلاثاء.",
        "لا نعرف بعد!",
        "وشارك في الاجتماع ممثلون عن عشرين دولة.",
    ],
    "hi": [
        "प्रधानमंत्री ने सोमवार को नई योजना की घोषणा की।",
        "डॉ. सिंह ने कहा कि इस पर 3.5 करोड़ रुपये खर्च होंगे।",
        "क्या यह संभव है?",
        "विपक्ष ने इसका विरोध किया है।",
        "बैठक मंगलवार को होगी।",
    ],
    "zh": [
        "国家统计局星期一公布，去年经济增长3.5%。",
        "专家表示：“这一结果好于预期。”",
        "明年会怎样？",
        "目前还不清楚！",
        "会议将于星期二在北京举行。",
    ],
    "ja": [
        "首相は月曜日、「心配はない。準備はできている。」と述べた。",
        "昨年の成長率は3.5%だった。",
        "来年はどうなるのか？",
        "専門家は慎重な見方を示している。",
        "会議は火曜日に東京で開かれる。",
    ],
}
UNSPACED = ("zh", "ja")


@pytest.mark.parametrize("language", NEWS)
def test_news_falls_apart_where_its_sentences_end(language):
    joined = ("" if language in UNSPACED else " ").join(NEWS[language])
    assert split(joined, language) == NEWS[language]


def test_over_ten_languages_the_ends_of_sentences_are_found_with_an_f1_of_99_in_the_mean():
    scores = [score(split, language) for language in LANGUAGES]
    assert sum(each.ends for each in scores) / len(scores) >= 0.99
    assert sum(each.sentences for each in scores) / len(scores) >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_each_of_them_with_one_of_98_at_least_on_80_sentences_or_more(language):
    assert sum(map(len, gold(language))) >= 80
    assert score(split, language).ends >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measure_tells_a_bad_splitter_from_a_good_one(language):
    assert score(lambda text, _: [text], language).ends < 0.05
    assert score(lambda text, _: text.replace("。", "。\n").split("\n"), language).ends < 0.98


def test_a_line_break_ends_a_sentence():
    assert split("Weather\nIt will rain.\r\n\r\nTomorrow too", "en") == ["Weather", "It will rain.", "Tomorrow too"]


@pytest.mark.parametrize(
    "text",
    ["It was cold in the garden.She went in.", "That is so in the UK.The rest is not.", 'It was "late".Ann left.'],
)
def test_a_lost_space_joins_no_sentences(text):
    assert len(split(text, "en")) == 2


@pytest.mark.parametrize(
    "text", ["He works for Example.Com in Paris.", "We met at St.Louis on Monday.", "See news.Example.org."]
)
def test_a_point_inside_a_name_parts_nothing(text):
    assert split(text, "en") == [text]


@pytest.mark.parametrize("language", ["en", "ja", "und", "xx", ""])
@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from(["Mr.", "a", "B.", *'.。「」" \n?!»3।', "\u202e", "\x00"])).map("".join),
    )
)  # fmt: skip
def test_nothing_but_white_space_is_lost_and_every_sentence_is_a_slice(language, text):
    sentences = split(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() and sentence in text for sentence in sentences)


HOSTILE = ("Mr. ", "a. ", ".", '"', "。", "「。", "x", ". ", "\n", " \t", '."', "... ", "1. ", "»", "5 г. ", "Yum! ")
HOSTILE_IN_OTHER_SCRIPTS = ("है. ", "। ए. ", "т. ", "！”说", "。”“", "：“。", '"... ', 'a! "')


@pytest.mark.parametrize("unit", [*HOSTILE, *HOSTILE_IN_OTHER_SCRIPTS])
def test_hostile_repetition_is_split_without_a_stall(unit):
    text = unit * (200_000 // len(unit))
    assert "".join("".join(split(text, "en")).split()) == "".join(text.split())


def test_an_article_has_the_sentences_of_its_paragraphs_in_order():
    assert split_all(["Ann came. Bo went.", " ", "Ann came."], "en") == ["Ann came.", "Bo went.", "Ann came."]


def test_the_tokenizer_serves_sumy():
    tokenizer = Tokenizer("hi")
    assert tokenizer.to_sentences("वह आया। वह गया।") == ("वह आया।", "वह गया।")
    assert tokenizer.to_words("नमस्ते, दुनिया 2024!") == ("नमस्ते", "दुनिया", "2024")
