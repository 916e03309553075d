"""Saved pages in the forms in which browsers, savers and old publishing systems write them."""

import pytest

from bot.model import Document, Refused
from bot.text.clean import clean

TITLE = "Lighthouse keepers return to the outer skerries"
BODY = (
    "Four keepers moved back into the lighthouse on the outer skerries on Monday, eleven years after it was automated.",
    "The coast guard says that the cameras it had relied on since then were blind on every third night of fog.",
    "“A machine sees what it is told to look for, and a keeper sees what is there,” said Signe Dahl, their head.",
    "The keepers are to stay for two winters, and after that the parliament will decide whether the post is kept.",
    "Until then a supply boat calls every second week, and the old fog horn is sounded by hand when visibility drops.",
)
MENU = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Home", "News", "Sport", "Weather", "Log in")
)
FOOT = "<p>© 2025 Skerry Post. All rights reserved.</p><p>About us · Contact · Privacy policy</p>"
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in BODY)
PIXELS = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 60_000

PAGES = {
    "a page of our days": f"<!doctype html><html lang=en><head><title>{TITLE}</title></head><body>"
    f"<nav><ul>{MENU}</ul></nav><main><article><h1>{TITLE}</h1>{PARAGRAPHS}</article></main><footer>{FOOT}</footer></body></html>",
    "a page without a body tag": f"<!doctype html><title>{TITLE}</title><script>var a = 1;</script>"
    f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article><footer>{FOOT}</footer>",
    "an AMP page": f'<!doctype html><html amp><head><meta charset="utf-8"><title>{TITLE}</title>'
    f"<style amp-custom>p{{margin:0}}</style></head><body><amp-sidebar><ul>{MENU}</ul></amp-sidebar><article>"
    f'<h1>{TITLE}</h1><amp-img src="a.jpg" width="4" height="3"></amp-img>{PARAGRAPHS}'
    f'<amp-ad width="300" height="250" type="x"></amp-ad></article><footer>{FOOT}</footer></body></html>',
    "a page in one file, its pictures inlined": f"<!doctype html><html><!--\n Page saved with SingleFile \n"
    f" url: https://example.org/skerries \n--><head><title>{TITLE}</title><style>.a{{background:url({PIXELS})}}</style>"
    f'</head><body><nav><ul>{MENU}</ul></nav><article><h1>{TITLE}</h1><img src="{PIXELS}">{PARAGRAPHS}</article>'
    f"<footer>{FOOT}</footer></body></html>",
    "a print view": f"<html><head><title>{TITLE}</title></head><body onload='window.print()'>"
    f"<font size=5><b>{TITLE}</b></font><hr>{'<br><br>'.join(BODY)}<hr>"
    "<font size=1>© 2025 Skerry Post</font></body></html>",
    "tables in tables": f"<table><tr><td width=160>{MENU}</td><td><table><tr><td><h1>{TITLE}</h1></td></tr>"
    f"<tr><td>{PARAGRAPHS}</td></tr></table></td></tr><tr><td colspan=2>{FOOT}</td></tr></table>",
    "broken markup": f"<html><body><div><ul>{MENU}<h1>{TITLE}</h2><div class=story>"
    + "".join(f"<p>{one}</i></span>" for one in BODY)
    + f"</div></td></article><div class='footer'>{FOOT}",
}


@pytest.mark.parametrize("form", PAGES)
def test_the_article_comes_out_of_each_form(form):
    article = clean(Document("page.html", "html", PAGES[form]))
    assert article.paragraphs == BODY
    assert article.title == TITLE


def test_a_page_of_frames_holds_no_article():
    frames = (
        "<html><head><title>Skerry Post</title></head><frameset cols=20,80><frame src=menu.html><frame src=text.html>"
    )
    with pytest.raises(Refused, match=r"article"):
        clean(Document("page.html", "html", f"{frames}</frameset></html>"))


@pytest.mark.parametrize("attribute", [" a{}=x", "/a{}", " 'a{}", ' a{}="b > c"'])
def test_a_tag_with_countless_attributes_does_not_stall_the_parser(attribute):
    tag = "<p" + "".join(attribute.format(n) for n in range(60_000))
    page = PAGES["a page of our days"].replace("<main>", f"<main>{tag}></p>")
    assert clean(Document("page.html", "html", page)).paragraphs == BODY


def test_a_style_sheet_that_is_never_closed_does_not_stall_the_parser() -> None:
    page = f"<article>{''.join(f'<p>{text}</p>' for text in BODY)}</article>{'<style>' * 100_000}"
    assert len(clean(Document("page.html", "html", page)).paragraphs) == len(BODY)
