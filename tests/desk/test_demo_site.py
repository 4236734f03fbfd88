"""The demo's made-up web, as it is on disk."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import phonenumbers
import pytest

from monitor.desk._demo_site import Addresses, load
from monitor.errors import MonitorError
from monitor.model import Label, Tier

SITE = load()


def test_site_has_enough_adverts_and_at_least_as_many_look_alikes() -> None:
    own = [advert for advert in SITE.adverts if not advert.same_as]

    assert 14 <= len(own) <= len(SITE.left_alone)


def test_site_expects_something_of_every_class() -> None:
    labels = {expected.label for expected in (*SITE.adverts, *SITE.left_alone)}

    assert labels == set(Label)


def test_an_advert_has_a_tier_and_a_look_alike_has_none() -> None:
    assert all(advert.tier in set(Tier) for advert in SITE.adverts)
    assert all(look_alike.tier is None for look_alike in SITE.left_alone)


def test_no_posting_is_expected_twice() -> None:
    urls = Counter(expected.url for expected in (*SITE.adverts, *SITE.left_alone))

    assert max(urls.values()) == 1


def test_every_page_and_source_stands_on_a_host_that_is_served() -> None:
    urls = [page.url for page in SITE.pages]
    urls += [re.findall(r'url = "(.*?)"', text)[0] for text in SITE.sources.values()]

    assert {urlsplit(url).hostname for url in urls} == {f"{host}.example" for host in SITE.hosts}


def test_every_expectation_names_a_source_of_the_site() -> None:
    named = {expected.source for expected in (*SITE.adverts, *SITE.left_alone)}
    named |= {source for source, _ in SITE.faults}

    assert named == set(SITE.sources)


def test_one_page_is_windows_1251_and_says_so_nowhere() -> None:
    page = next(page for page in SITE.pages if "sever-kontrakt" in page.url)

    assert "charset" not in page.type
    assert b"charset" not in page.body
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")
    assert "Служба по контракту" in page.body.decode("cp1251")


def test_phone_numbers_of_the_site_look_valid() -> None:
    phones = re.findall(
        r"\+\d[\d ()-]{9,}\d", "\n".join(page.body.decode("utf-8", "ignore") for page in SITE.pages)
    )

    wrong = [
        phone for phone in phones if not phonenumbers.is_valid_number(phonenumbers.parse(phone))
    ]
    assert phones
    assert wrong == []


def test_a_site_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="clone the repository"):
        load(tmp_path)


def test_made_up_names_come_back_for_people() -> None:
    addresses = Addresses(17400, ("one", "two"))

    real = addresses.real("see http://two.example/a?b=1")

    assert real == "see http://127.0.0.1:17401/a?b=1"
    assert addresses.made_up(real) == "see http://two.example/a?b=1"
