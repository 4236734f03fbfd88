"""Tables, OPML and lists of sources: what is read, what is refused, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.desk.exchange import Format, Listed, format_of, read, write
from monitor.desk.exchange.entry import address, same_place, shown
from monitor.errors import ConfigError

FEED = {"kind": "feed", "url": "https://example.org/feed", "every": "30m", "name": "Новости"}
JOBS = {
    "kind": "listing",
    "url": "https://jobs.example.org/?a=1&b=2",
    "every": "1h",
    "why": 'He said "drivers, guards"; two\nlines.',
    "enabled": False,
    "at_least": 5,
    "country": "KG",
    "languages": ["ru", "uz-Latn"],
    "listing": {"item": ".card, li.advert", "details": 0},
}
CHANNEL = {"kind": "telegram", "url": "https://t.me/s/nabor_primer", "every": "15m"}
TABLES = {"news": FEED, "jobs-kg": JOBS, "nabor": CHANNEL}


def urls(listed: Listed) -> list[str]:
    return [entry.url for entry in listed.entries]


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("https://example.org/jobs?x=1#top", "https://example.org/jobs?x=1#top"),
        ("  <https://example.org/>  ", "https://example.org/"),
        ("example.org/jobs", "https://example.org/jobs"),
        ("@nabor_primer", "https://t.me/s/nabor_primer"),
        ("nabor_primer", "https://t.me/s/nabor_primer"),
        ("t.me/nabor_primer", "https://t.me/s/nabor_primer"),
        ("t.me/s/nabor_primer/12", "https://t.me/s/nabor_primer"),
        ("telegram.me/nabor_primer?before=3", "https://t.me/s/nabor_primer"),
        ("https://t.me/nabor_primer", "https://t.me/nabor_primer"),
    ],
)
def test_an_address_is_read_as_people_write_it(words: str, url: str) -> None:
    assert address(words) == url


@pytest.mark.parametrize(
    "words",
    [
        "t.me/+AbCdEf",
        "https://t.me/joinchat/AbCdEf",
        "t.me/c/123/4",
        "t.me/",
        "two words",
        "name@example.org",
        "",
        "http://[",
        "https://",
        "абв",
        "@ab",
    ],
)
def test_what_names_no_public_place_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"public channel|neither|whole|no Telegram"):
        address(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://t.me/Nabor", "https://t.me/s/nabor"),
        ("https://Example.org/a/", "https://example.org/a#x"),
    ],
)
def test_spellings_of_one_place_are_the_same(one: str, other: str) -> None:
    assert same_place(one) == same_place(other)


def test_a_password_in_an_address_is_not_shown() -> None:
    assert shown("https://user:pw@example.org/a@b") == "https://example.org/a@b"


@pytest.mark.parametrize(
    ("name", "body", "form"),
    [
        ("a.csv", b"", Format.CSV),
        ("a.OPML", b"", Format.OPML),
        ("a.txt", b"url,kind", Format.LIST),
        ("-", b'\xef\xbb\xbf<?xml version="1.0"?><opml/>', Format.OPML),
        ("-", b"id;url\n", Format.CSV),
        ("-", b"@name\n", Format.LIST),
        ("-", b"https://example.org/?url=1\n", Format.LIST),
    ],
)
def test_a_format_is_told_by_name_or_by_content(name: str, body: bytes, form: Format) -> None:
    assert format_of(Path(name), body) is form


def test_a_list_skips_remarks_and_names_lines() -> None:
    listed = read(b"# ours\n\n@nabor_primer  # seen in May\nhttps://example.org/#a\n", Format.LIST)

    assert urls(listed) == ["https://t.me/s/nabor_primer", "https://example.org/#a"]
    assert [entry.where for entry in listed.entries] == ["line 3", "line 4"]


def test_a_table_of_any_spreadsheet_is_read() -> None:
    text = "Link;Title;Languages;Enabled;notes\r\nexample.org/jobs;Работа;ru, uz-Latn;no;x\r\n"

    (entry,) = (listed := read(text.encode("cp1251"), Format.CSV)).entries

    assert entry.url == "https://example.org/jobs"
    assert entry.keys == {"name": "Работа", "languages": ["ru", "uz-Latn"], "enabled": False}
    assert listed.remarks == ('the column "notes" is not known and was left aside',)


def test_a_misspelt_column_is_told_with_the_nearest() -> None:
    listed = read(b"url,contry\nexample.org,KG\n", Format.CSV)

    assert 'did you mean "country"?' in listed.remarks[0]


def test_a_table_without_addresses_is_refused() -> None:
    with pytest.raises(ConfigError, match='names no column "url"; found: a, b'):
        read(b"a,b\n1,2\n", Format.CSV)


def test_a_value_of_the_wrong_type_stays_words_for_the_settings_to_refuse() -> None:
    (entry,) = read(b"url,pages\nexample.org,many\n", Format.CSV).entries

    assert entry.keys == {"pages": "many"}


def test_a_cell_of_brackets_without_end_stays_words() -> None:
    (entry,) = read(f"url,languages\nexample.org,{'[' * 20_000}\n".encode(), Format.CSV).entries

    assert entry.keys == {"languages": "[" * 20_000}


def test_opml_gives_feeds_at_any_depth() -> None:
    text = (
        '<?xml version="1.0" encoding="windows-1251"?><opml version="1.0"><body>'
        '<outline text="Папка"><outline text="A &amp; B" xmlUrl="https://example.org/a?x=1&amp;y"/>'
        '</outline>\n<outline title="C" xmlURL="https://example.org/c"/></body></opml>'
    )

    listed = read(text.encode(), Format.OPML)

    assert urls(listed) == ["https://example.org/a?x=1&y", "https://example.org/c"]
    assert listed.entries[0].keys == {"kind": "feed", "name": "A & B"}
    assert listed.entries[1].where == "line 2"


BOMB = (
    '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<opml><body><outline text="&b;" xmlUrl="https://example.org/"/></body></opml>'
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "declares entities"),
        ('<!DOCTYPE o [<!ENTITY f SYSTEM "file:///etc/passwd">]><opml>&f;</opml>', "entities"),
        ("<rss><channel/></rss>", "not OPML"),
        ("<opml><body>", "line 1: this is no well-formed XML"),
        ("", "no well-formed XML"),
    ],
)
def test_what_is_no_honest_opml_is_refused(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read(text.encode(), Format.OPML)


def test_a_table_comes_back_as_it_was() -> None:
    listed = read(write(TABLES, Format.CSV).text.encode(), Format.CSV)

    back = {
        entry.keys["id"]: {"url": entry.url, **entry.keys} | {"id": None}
        for entry in listed.entries
    }
    assert back == {name: {**table, "id": None} for name, table in TABLES.items()}
    assert listed.remarks == ()


def test_feeds_come_back_from_opml_and_the_others_are_named() -> None:
    tables = {**TABLES, "odd": {**FEED, "url": "https://e.example/?a=<&b", "name": "\x01<&\"'"}}

    written = write(tables, Format.OPML)

    assert urls(read(written.text.encode(), Format.OPML)) == [
        FEED["url"],
        "https://e.example/?a=<&b",
    ]
    assert (written.held, written.left_out) == (2, ("jobs-kg", "nabor"))


def test_addresses_come_back_from_a_list() -> None:
    written = write(TABLES, Format.LIST)

    assert urls(read(written.text.encode(), Format.LIST)) == [
        table["url"] for table in TABLES.values()
    ]


@pytest.mark.parametrize(
    "words", ["=1+1", "+7", "-x", "@x", "\t=1", "=1", " =cmd|' /C calc'!A0", "'quoted", "''x"]
)
def test_no_cell_is_a_formula_and_each_comes_back(words: str) -> None:
    text = write({"a": {**CHANNEL, "why": words}}, Format.CSV).text

    (entry,) = read(text.encode(), Format.CSV).entries
    assert entry.keys["why"] == words.strip()
    assert f'"\'{words}"' in text
