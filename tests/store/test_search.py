"""Search: any text is a legal query, in any script; whole words first, then beginnings; days, sources and pages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Store
from bot.store.search import Search
from tests.support.stored import add, made, taken

ARTICLES = {
    "Harbour board votes": "The pier broke in two last winter. The board of Saltby met on Tuesday.",
    "Sailing club protests": "A marina was asked for in the pier's place. Nobody met the club.",
    "Élan vital à Genève": "Le château rouvre après des années de travaux, dit la mairie de Genève.",
    "Überraschung im Rathaus": "Der Bürgermeister tritt zurück; die Straße bleibt gesperrt.",
    "北京举行会议": "国家主席星期二在北京会见了代表团，双方讨论了贸易问题。",
    "東京で会議": "首相は火曜日に東京で代表団と会談し、カタカナの名前を挙げた。",
    "संसद में बहस": "दिल्ली में मंगलवार को संसद में किसानों की मांगों पर बहस हुई।",
    "مجلس الوزراء يجتمع": "اجتمع مجلس الوزراء يوم الثلاثاء في القاهرة لبحث الميزانية.",
    "국회 토론": "서울에서 화요일에 국회의원들이 예산을 토론했다.",
    "Заседание парламента": "Во вторник парламент обсудил бюджет; ёлка стоит на площади.",
    "ประชุมสภา": "สภาผู้แทนราษฎรประชุมเมื่อวันอังคารที่กรุงเทพ",
    "C++ and a:b": "He said “never” NOT ever; the ratio is a:b, at 4.2 per cent, says user_name@example.org.",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("search") / "newsdrop.db"


@pytest.fixture
async def store(path):
    async with Store.open(path) as opened:
        if not await opened.articles.last_id():
            for number, (title, text) in enumerate(ARTICLES.items(), 1):
                source = "The Saltby Mail" if number <= 2 else None
                await add(opened, title, text, published=f"2026-01-{number:02}", source=source)
        yield opened


async def found(store, text, **given):
    limit, offset = given.pop("limit", 25), given.pop("offset", 0)
    page = await store.search.find(Search(text, **given), limit, offset)
    return [hit.entry.title for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("pier winter", "Harbour board votes"),
        ("VOTES", "Harbour board votes"),
        ("geneve", "Élan vital à Genève"),
        ("CHÂTEAU", "Élan vital à Genève"),
        ("burgermeister", "Überraschung im Rathaus"),
        ("Straße", "Überraschung im Rathaus"),
        ("北", "北京举行会议"),
        ("北京", "北京举行会议"),
        ("贸易问题", "北京举行会议"),
        ("カタカナ", "東京で会議"),
        ("東", "東京で会議"),
        ("दिल्ली", "संसद में बहस"),
        ("किसानों की", "संसद में बहस"),
        ("القاهرة", "مجلس الوزراء يجتمع"),
        ("مجلس الوزراء", "مجلس الوزراء يجتمع"),
        ("국회의원들이", "국회 토론"),
        ("서울", "국회 토론"),
        ("бюджет", "Заседание парламента"),
        ("กรุงเทพ", "ประชุมสภา"),
        ("C++", "C++ and a:b"),
        ("a:b", "C++ and a:b"),
        ('"never" NOT', "C++ and a:b"),
        ("4.2", "C++ and a:b"),
        ("user_name@example.org", "C++ and a:b"),
        ("pi:er* OR", None),
        ("zzz", None),
        ("!!! ??", None),
        ("", None),
        ("🚀", None),
        ("\ud800", None),
    ],
)
async def test_words_of_every_script_are_found(store, query, title):
    assert await found(store, query) == ([title] if title else [])


async def test_all_words_must_stand_in_an_article_in_any_order_title_or_text(store):
    assert await found(store, "tuesday harbour") == ["Harbour board votes"]
    assert await found(store, "club winter") == []


async def test_words_that_stand_together_are_one_phrase_where_a_sign_joins_them(store):
    assert await found(store, "broke-in-two") == ["Harbour board votes"]
    assert await found(store, "two-in-broke") == []


async def test_where_no_whole_word_matches_words_that_begin_so_do(store):
    assert await found(store, "wint") == ["Harbour board votes"]
    assert set(await found(store, "mar")) == {"Sailing club protests"}
    assert set(await found(store, "pier")) == {"Harbour board votes", "Sailing club protests"}, "no piercing"


async def test_relevance_prefers_titles_and_newest_goes_by_day(store):
    assert (await found(store, "club"))[0] == "Sailing club protests"
    assert await found(store, "met", newest=True) == ["Sailing club protests", "Harbour board votes"]


async def test_first_and_last_day_are_included(store):
    days = {"after": date(2026, 1, 1), "before": date(2026, 1, 1)}
    assert await found(store, "pier", **days) == ["Harbour board votes"]
    assert await found(store, "pier", after=date(2026, 1, 2)) == ["Sailing club protests"]
    assert await found(store, "pier", before=date(2025, 12, 31)) == []


async def test_a_source_is_matched_where_it_contains_what_was_asked(store):
    assert len(await found(store, "pier", source="saltby")) == 2
    assert await found(store, "pier", source="courier") == []
    assert await found(store, "pier", source="%") == []


async def test_pages_follow_on_each_other_and_do_not_shift_when_articles_arrive(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as store:
        for number in range(7):
            await add(store, f"Pier {number}", published=f"2026-02-{number + 1:02}")
        last = await store.articles.last_id()
        await add(store, "Pier late", published="2026-03-01")
        pages = [await found(store, "pier", newest=True, last_id=last, limit=3, offset=at) for at in (0, 3, 6)]
        assert [title for page in pages for title in page] == [f"Pier {number}" for number in (6, 5, 4, 3, 2, 1, 0)]
        assert (await store.search.find(Search("pier", last_id=last), 3)).total == 7


@pytest.mark.parametrize(
    ("query", "bold"),
    [
        ("pier", ["pier"]),
        ("geneve", ["Genève"]),
        ("北", ["北"]),
        ("दिल्ली", ["दिल्ली"]),
        ("القاهرة", ["القاهرة"]),
        ("wint", ["winter"]),
    ],
)
async def test_the_excerpt_shows_the_match_as_it_is_written(store, query, bold):
    hit = (await store.search.find(Search(query), 25)).hits[-1]
    assert [text for text, is_match in hit.excerpt if is_match][:1] == bold


async def test_a_revised_article_is_found_by_its_new_words_and_not_by_its_old_ones(tmp_path):
    from bot.store.articles import Revision

    async with Store.open(tmp_path / "newsdrop.db") as store:
        await add(store, "标题", "关于 船 的 文章。")
        new = made("标题", "关于 火车 的 文章。")
        await store.articles.revise(1, Revision(new, taken(new).text_key, 3))
        assert [await found(store, word) for word in ("船", "火车")] == [[], ["标题"]]


HOSTILE = [
    "\0", "\ud800\udfff", '"' * 1999, "*" * 2000, "a" * 2000, "(" * 2000, "NEAR(a b, 2)", "title:x", "^a", "-a",
    "a AND OR NOT", "{a b}:c", "%_\\", "'; DROP TABLE articles; --", "a " * 1000, "é" * 2000, "\u0301" * 50, "_", "__",
    "\u200d", "\U000e0001", "㋿", "ﷺ", "１２", "² ½", "\N{RIGHT-TO-LEFT OVERRIDE}abc",
]  # fmt: skip


async def test_any_text_is_a_legal_query(store):
    queries: list[str] = [*HOSTILE]

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.text(st.characters(), max_size=40), st.text("\"*():^-+ abNOTAD{}_\\%'", max_size=20)))
    def collect(text):
        queries.append(text)

    collect()
    for query in queries:
        for newest in (False, True):
            page = await store.search.find(Search(query, newest=newest, source=query[:5] or None), 5)
            assert page.total >= len(page.hits)
        for hit in (await store.search.find(Search(query), 5)).hits:
            assert hit.excerpt


async def test_every_word_of_an_article_finds_it(store):
    for title, text in ARTICLES.items():
        for word in f"{title} {text}".split():
            assert title in await found(store, word), word
