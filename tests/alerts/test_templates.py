"""A deployment's own words for alerts: laid over ours, sandboxed, and never in an alert's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor import config
from monitor.alerts import Templates, template_faults
from monitor.alerts._render import Letter, write
from monitor.alerts._templates import NAMES
from monitor.alerts._templates import TEMPLATES as OURS
from monitor.errors import ConfigError
from tests.alerts.making import NOTICE, alarming, message, outward, quoting

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write templates; a name's dots are double underscores."""

    def write_all(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write_all


def letter(folder: Path, language: str = "en", words: str = "служба") -> Letter:
    told = message(quoting(words))
    return write(told, outward(templates=Templates(folder), language=language))


def test_a_template_of_the_deployment_takes_the_place_of_ours(written: Written) -> None:
    folder = written(alert__txt="Call Aigul. {{ alerts[0].label }}: {{ alerts[0].url }}")

    said = letter(folder)

    assert said.text == "Call Aigul. army offer: hxxps://jobs[.]example/advert/7"
    assert "Jobs board" in said.html


def test_a_template_may_be_for_one_language(written: Written) -> None:
    folder = written(alert__ru__txt="Звоните Айгуль", alert__txt="Call Aigul")

    assert letter(folder, "ru").text == "Звоните Айгуль"
    assert letter(folder, "fr").text == "Call Aigul"


def test_a_subject_is_made_one_harmless_line(written: Written) -> None:
    folder = written(subject__txt="Alert!\r\nBcc: {{ headline }}\n")

    assert letter(folder).subject == "Alert! Bcc: T1, army offer: Jobs board"


def test_a_template_may_hold_ours_inside_its_own(written: Written) -> None:
    folder = written(alarm__txt='Dear operator,\n{% include "subject.txt" %}')

    said = write(alarming(), outward(templates=Templates(folder)))

    assert said.text.startswith("Dear operator,\n[Watch]")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_ours_are_a_sound_start_for_ones_own(written: Written, name: str) -> None:
    folder = written(**{name.replace(".", "__"): (OURS / name).read_text(encoding="utf-8")})

    assert template_faults(folder) == ()
    assert letter(folder) == write(message(quoting("служба")), outward())


def test_a_pages_words_stay_text_in_any_html_template(written: Written) -> None:
    folder = written(alert__html="<p>{{ alerts[0].reasons[0].words }}</p>")

    said = letter(folder, words="<img src=x onerror=alert(1)>")

    assert said.html == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ alerts.__class__.__mro__ }}",
        "{{ say.__globals__ }}",
        "{{ say.__self__._tables }}",
        "{{ alerts[0].__init__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ alerts.append(1) }}",
        "{% for n in range(10000000) %}x{% endfor %}",
        "{{ alerts[0].label | safe }}",
        "{{ alerts[0].url | urlize }}",
        "{{ lipsum() }}",
        "{{ alerts | random }}",
        "{% autoescape false %}{{ alerts[0].label }}{% endautoescape %}",
        '{% include "../monitor.toml" %}',
        '{% include "/etc/hostname" %}',
        '{% extends "secret.txt" %}',
        "{{ 1 / 0 }}",
        "{{ nobody }}",
        "{% if %}",
        "{{ alerts[99].label }}",
        "{{ 'x' * 2000000000 }}",
        "{{ 10 ** 10 ** 9 }}",
        "{{ '%999999999s' % 'x' }}",
        "{{ '%999999999s' | format('x') }}",
        "{{ 'x' | center(999999999) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ '{:999999999}'.format('x') }}",
        "{{ 'x' | indent(999999999, first=true) }}",
        "{% for n in range(99999) %}{% for m in range(99999) %}x{% endfor %}{% endfor %}",
    ],
)
def test_what_a_template_must_not_do_is_a_fault_and_the_alert_goes_out_in_our_words(
    written: Written, hostile: str
) -> None:
    folder = written(alert__html=hostile)

    (fault,) = template_faults(folder)

    assert fault.startswith("alert.html: ")
    assert letter(folder) == write(message(quoting("служба")), outward())


def test_a_name_that_no_template_has_is_a_fault(written: Written) -> None:
    (fault,) = template_faults(written(alarms__txt="x"))

    assert fault.startswith("alarms.txt: no template has this name; known: alarm.html, alarm.txt")


def test_what_an_editor_leaves_is_no_template(written: Written) -> None:
    folder = written(alert__txt="fine")
    (folder / ".alert.txt.swp").write_bytes(b"\xff")
    (folder / "alert.txt~").write_text("{{")

    assert template_faults(folder) == ()


def test_a_template_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "alert.txt").write_bytes(b"\xff\xfe")

    (fault,) = template_faults(tmp_path)

    assert fault.startswith("alert.txt: UnicodeDecodeError")


def test_faults_of_templates_are_told_with_all_others(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text('nam = "x"\n')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "alert.txt").write_text("fine\n{% oops %}")

    with pytest.raises(ConfigError) as raised:
        config.load(tmp_path)

    told = raised.value.faults
    assert len(told) == 2
    assert told[1].startswith("templates/alert.txt: line 2: Encountered unknown tag 'oops'")


def test_a_template_is_tried_on_digests_and_alarms_too(written: Written) -> None:
    folder = written(
        alert__txt="{% if more %}{{ more[0].nothing }}{% endif %}",
        alarm__txt="{{ alarms[0].nothing }}",
    )

    assert len(template_faults(folder)) == 2


def test_the_same_template_gives_the_same_words_at_each_try(written: Written) -> None:
    folder = written(alert__txt="{{ alerts[0].seen }} {{ alerts|length }}")
    told = replace(message(NOTICE), id="5e1f")

    assert write(told, outward(templates=Templates(folder))) == write(
        told, outward(templates=Templates(folder))
    )
