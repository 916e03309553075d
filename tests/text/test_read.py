"""Reading a dropped file: encodings, kinds, and what is refused."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Refused
from bot.text.read import read

GERMAN = (
    "Der Präsident hat am Mittwoch für Ärger gesorgt, weil die Bürger nicht über die Maßnahmen unterrichtet wurden."
)
RUSSIAN = "Президент заявил во вторник, что переговоры будут продолжены на следующей неделе в столице."
POLISH = "Prezydent powiedział, że żółte źródła są ważne dla wszystkich mieszkańców miasta."
CHINESE = "会议星期二在北京举行，双方就两国关系交换了意见，并签署了三项合作协议。"
JAPANESE = "東京で開かれた会議で、首相は新しい政策について説明した。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16-be"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (CHINESE, "gb18030"),
        (JAPANESE, "cp932"),
        (JAPANESE, "iso2022_jp"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text, encoding):
    assert read(text.encode(encoding), "story.txt").text == text


@pytest.mark.parametrize("label", ["shift_jis", "EUC-JP"])
def test_the_charset_that_a_page_declares_is_believed(label):
    page = f'<html><head><meta charset="{label}"></head><body><p>{JAPANESE}</p></body></html>'
    assert JAPANESE in read(page.encode(label), "page.html").text


def test_a_wrongly_declared_charset_does_not_spoil_utf_8():
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{GERMAN}</p></body></html>'
    assert GERMAN in read(page.encode(), "page.html").text


def test_a_broken_byte_or_two_do_not_make_another_encoding_of_utf_8():
    data = (RUSSIAN * 3).encode() + b"\xd0"
    assert read(data, "cut.txt").text.startswith(RUSSIAN)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "empty.txt", "empty"),
        (b" \r\n\t\n", "blank.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "photo.txt", "PNG"),
        (b"PK\x03\x04" + bytes(100), "report.txt", "ZIP"),
        (b"%PDF-1.7\n...", "paper.txt", "PDF"),
        (b"MZ\x90\x00" + bytes(range(256)) * 8, "setup.txt", "program"),
        (bytes(range(256)) * 40, "noise.html", "binary"),
        (b"text", "story.docx", "docx"),
        (b"text", "story", "suffix"),
    ],
)
def test_what_is_no_text_is_refused_with_a_whole_sentence(data, name, reason):
    with pytest.raises(Refused, match=reason) as refusal:
        read(data, name)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "text"), ("a.MD", "markdown"), ("a.markdown", "markdown"), ("a.html", "html"), ("a.HTM", "html")],
)
def test_the_suffix_tells_the_kind(name, kind):
    assert read(b"Some words.", name).kind == kind


def test_a_page_source_saved_as_text_is_html():
    assert read(b"<!DOCTYPE html><html><body>Words</body></html>", "page.txt").kind == "html"


def test_line_ends_are_one_kind_and_controls_are_gone():
    assert read(b"one\r\ntwo\rthree\x07\x1b[0m\x0bfour", "a.txt").text == "one\ntwo\nthree[0m\nfour"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.eml"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        text = read(data, name).text
    except Refused:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert not any(c in text for c in "\r\0\ufeff\x85")
    text.encode("utf-8")


@pytest.mark.parametrize("above", range(12))
def test_a_run_of_combining_marks_is_thinned_wherever_it_starts(above):
    text = f"{'x' * above}1" + "\u0323" * 40 + " and so on"
    assert read(text.encode(), "a.txt").text.count("\u0323") == 32


def test_a_flood_of_combining_marks_is_read_at_once():
    assert len(read(("a" + "\u0315\u0300" * 300_000).encode(), "zalgo.txt").text) < 100


def test_a_newsletter_is_read_with_its_subject_and_sender():
    mail = (
        b"From: The Harbour Letter <letter@harbour.example>\r\nSubject: Tide tables redrawn\r\n"
        b"Date: Tue, 04 Nov 2025 08:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"The tables were redrawn on Monday.\r\n"
    )
    document = read(mail, "letter.eml")
    assert document.kind == "text"
    assert "Title: Tide tables redrawn\nSite: The Harbour Letter\nDate: 2025-11-04" in document.text


def test_a_pdf_without_its_reader_or_its_text_is_refused_with_what_to_do():
    with pytest.raises(Refused, match=r"newsdrop\[pdf\]|broken|scan"):
        read(b"%PDF-1.4\n%%EOF", "paper.pdf")


@pytest.mark.parametrize(
    ("mail", "sentence"),
    [
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5000, "more than 1,000 parts"),
        (b"Content-Type: message/rfc822\n\n" * 5000, "parts are broken"),
        (b"Content-Type: multipart/mixed; boundary=b\n\nno part at all", "holds no text or HTML part"),
    ],
)
def test_a_mail_that_is_built_to_break_its_reader_is_refused_with_a_sentence(mail, sentence):
    with pytest.raises(Refused, match=sentence):
        read(mail, "letter.eml")


@pytest.mark.parametrize(
    "header",
    [
        b"From: ada:b:;, <a@b>, c:d:",
        b"Date: 99999",
        b"Subject: =?utf-8?B?////?=",
        b"Content-Type: text/plain; charset=no",
    ],
)
def test_a_broken_header_of_a_mail_costs_that_header_alone(header):
    mail = header + b"\nMIME-Version: 1.0\n\nThe pier is rebuilt."
    assert read(mail, "letter.eml").text.endswith("The pier is rebuilt.")


def test_a_header_without_end_is_cut():
    mail = b"Subject: " + b"pier " * 200_000 + b"\n\nThe pier is rebuilt."
    assert len(read(mail, "letter.eml").text) < 3000


ENCODED = tomllib.loads(Path(__file__).with_name("encodings.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("language", "encoding"),
    [(language, encoding) for language, sample in ENCODED.items() for encoding in sample["encodings"]],
)
def test_what_declares_no_encoding_is_read_by_its_letters(language, encoding):
    text = ENCODED[language]["text"]
    data = text.encode(encoding, "ignore")
    assert read(data, "a.txt").text == data.decode(encoding)
    page = f"<html><body><div class=nav>Home</div>\n<p>{text}</p></body></html>".encode(encoding, "ignore")
    assert read(page, "a.html").text == page.decode(encoding)


def test_bytes_that_no_encoding_makes_a_language_of_are_refused_and_stray_ones_are_not():
    generator = random.Random(7)
    for low in (0x80, 0xA0):
        with pytest.raises(Refused, match="fit no known encoding"):
            read(bytes(generator.randint(low, 0xFF) for _ in range(4000)), "a.txt")
    stray = (
        ENCODED["en"]["text"].encode("ascii", "ignore") + b" \x8d\n" + ENCODED["ru"]["text"].encode("ascii", "ignore")
    )
    assert "pier for everyone" in read(stray, "a.txt").text
