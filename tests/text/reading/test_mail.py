"""Letters: newsletters, and what people pass on."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.text.clean import clean
from bot.text.read import read
from tests.support.newsroom import PARAGRAPHS

BODY = tuple(text.format(town="Saltby") for text in PARAGRAPHS)
TITLE = "Saltby rebuilds its pier"
HTML = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in BODY)}<p>Unsubscribe</p></body></html>"


def letter(text=None, html=None, *, subject=TITLE, sender="The Gazette <news@gazette.example>", cte="quoted-printable"):
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, sender, "desk@paper.example"
    made["Date"] = "Wed, 04 Mar 2026 09:30:00 +0100"
    if text is not None:
        made.set_content(text, cte=cte)
    if html is not None and text is not None:
        made.add_alternative(html, subtype="html", cte="base64")
    elif html is not None:
        made.set_content(html, subtype="html", cte=cte)
    return made


def article(message):
    return clean(read(bytes(message), "letter.eml"))


@pytest.mark.parametrize(
    "message",
    [
        letter("\n\n".join(BODY)),
        letter("\n\n".join(BODY), cte="8bit"),
        letter(html=HTML),
        letter("Your program shows no HTML; read it on our page.", HTML),
        letter("View it in your browser\n\n" + "\n\n".join(BODY) + "\n\n-- \nThe Gazette, Pier Road 1\nUnsubscribe\n"),
    ],
    ids=["quoted-printable", "8bit", "HTML alone", "HTML and a stub", "signed"],
)
def test_a_newsletter_is_the_article_of_its_sender(message):
    found = article(message)
    assert found.paragraphs == BODY
    assert (found.title, found.source, str(found.published)) == (TITLE, "The Gazette", "2026-03-04")


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        (
            "Fwd",
            "---------- Forwarded message ---------\nFrom: *The Gazette* <n@g.example>\nDate: 3 Mar 2026\nSubject: ",
        ),
        ("WG", "-----Original-Nachricht-----\nVon: The Gazette <n@g.example>\nGesendet: 3. März 2026\nBetreff: "),
        ("TR", "----- Message transféré -----\nDe : The Gazette <n@g.example>\nEnvoyé : 3 mars 2026\nObjet : "),
    ],
)
def test_a_letter_that_is_passed_on_is_its_first_senders(subject, headers):
    text = f"fyi\n\n{headers}{TITLE}\nTo: Bo <bo@paper.example>\n\n" + "\n\n".join(BODY)
    found = article(letter(text, subject=f"{subject}: {TITLE}", sender="Bo Rask <bo@paper.example>"))
    assert found.paragraphs == BODY
    assert (found.title, found.source, str(found.published)) == (TITLE, "The Gazette", "2026-03-03")


def test_a_letter_that_another_only_carries_is_read_in_its_place():
    cover = letter("see attached", subject="look", sender="Bo Rask <bo@paper.example>")
    cover.add_attachment(letter("\n\n".join(BODY)))
    assert article(cover).paragraphs == BODY
    assert article(cover).source == "The Gazette"


def test_marks_of_quoting_are_no_part_of_the_text():
    quoted = "fyi\n\n" + "\n>\n".join(f"> {text}" for text in BODY)
    found = article(letter(quoted, subject=f"Fwd: {TITLE}", sender="Bo Rask <bo@paper.example>"))
    assert found.paragraphs == BODY
    assert (found.title, found.source) == (TITLE, None)
