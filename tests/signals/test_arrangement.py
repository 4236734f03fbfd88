"""How findings lie in a text tells an advert from the report that quotes it."""

from __future__ import annotations

from monitor import rulebook
from monitor.assess import examine
from monitor.signals._features import features_of, signals_of

RULES = rulebook.load()
ADVERT = "Служба по контракту, от 210 000 руб. в месяц. Звоните: +7 912 345-67-89"


def features(text: str) -> dict[str, float]:
    """Give the features of a text."""
    seen, findings = examine(text, RULES)
    return features_of(findings, seen)


def test_an_advert_within_quotation_marks_is_quoted() -> None:
    told = features(f"«{ADVERT}» — такое сообщение получили жители, сообщает редакция.")

    assert {"quoted.contract", "quoted.contact", "quoted.cta", "quoted.money"} <= told.keys()
    assert told["sentences.quoted"] == 2.0


def test_what_also_stands_outside_of_the_marks_is_not_quoted() -> None:
    told = features(f"«{ADVERT}» — так пишут другие. Служба по контракту у нас честнее.")

    assert "quoted.contract" not in told
    assert "quoted.contact" in told


def test_a_word_in_quotation_marks_is_no_quotation() -> None:
    told = features(f"Полк «Север». {ADVERT}")

    assert not [name for name in told if name.startswith("quoted.")]


def test_words_shortly_before_a_contact_speak_of_it() -> None:
    near = features(ADVERT)
    far = features("Звоните! " + "Слова ни о чём, просто слова. " * 8 + "+7 912 345-67-89")

    assert "before_contact.cta" in near
    assert "before_contact.cta" not in far


def test_what_is_missing_is_told() -> None:
    plain = features("Погода завтра будет ясной")

    assert {"sentences.without_told", "sentences.without_contact"} <= plain.keys()
    assert "sentences.without_contact" not in features(ADVERT)


def test_small_words_tell_who_speaks_of_whom() -> None:
    told = features("Его взяли в армию по контракту, и он не вернулся, говорит его мать.")
    asked = features("Служба в армии по контракту, пиши")

    assert {"voice.third", "voice.negation", "voice.no_self"} <= {n for n, v in told.items() if v}
    assert {"voice.no_third", "voice.no_negation"} <= asked.keys()
    assert signals_of("voice.no_third") == ("voice",)


def test_a_reason_is_shown_under_its_signal() -> None:
    assert signals_of("quoted.contract") == ("contract",)
    assert signals_of("before_contact.warning") == ("warning",)
    assert signals_of("sentences.quoted") == ("sentences",)
