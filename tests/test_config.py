"""A deployment's settings: what is read, and what is refused, all of it at once."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor import config
from monitor.alerts import Heartbeat, Route, channels
from monitor.errors import ConfigError
from monitor.fetch import Politeness
from monitor.model import Assessment, Cron, Hours, Judged, Label, Posting, Role, Source, Tier
from monitor.sources import kinds
from monitor.store import Flagged, Retention

PAGE = 'kind = "webpage"\nurl = "https://example.org/jobs"\nevery = "15m"\n'
HOOK = '[channels.desk]\nkind = "webhook"\nurl = "https://example.org/in"\nsecret_env = "HOOK"\n'


def deploy(folder: Path, settings: str = "", **sources: str) -> Path:
    """Write a deployment; an underscore in a source's name stands for a hyphen."""
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "monitor.toml").write_text(settings, encoding="utf-8")
    for name, text in sources.items():
        path = folder / "sources" / f"{name.replace('_', '-')}.toml"
        path.write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        config.load(folder)
    return raised.value.faults


def test_an_empty_file_gives_every_default(tmp_path: Path) -> None:
    loaded = config.load(deploy(tmp_path))

    assert loaded.database == tmp_path / "monitor.sqlite"
    assert loaded.politeness == Politeness()
    assert (loaded.sources, loaded.channels, loaded.rules) == ((), (), None)


def test_retention_is_read_from_its_table(tmp_path: Path) -> None:
    table = '[retention]\npages = "3d"\nconfirmed = "520w"\n'

    loaded = config.load(deploy(tmp_path, table))

    assert loaded.retention == Retention(pages=timedelta(days=3), confirmed=timedelta(weeks=520))


@pytest.mark.parametrize("name", ["pages", "hits"])
def test_a_retention_under_two_days_is_refused(tmp_path: Path, name: str) -> None:
    faults = faults_of(deploy(tmp_path, f'[retention]\n{name} = "1d"'))

    assert len(faults) == 1
    assert f'retention: "{name}" is less than two days' in faults[0]


def test_a_deployment_may_stand_in_a_folder_named_config(tmp_path: Path) -> None:
    deploy(tmp_path / "config")

    assert config.load(tmp_path).root == tmp_path / "config"


def test_the_database_is_found_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    loaded = config.load(deploy(tmp_path / "config", 'database = "../data/all.sqlite"'))

    assert loaded.database == tmp_path / "data" / "all.sqlite"


def test_a_source_is_named_by_its_file_and_typed_by_its_kind(tmp_path: Path) -> None:
    text = PAGE.replace("webpage", "listing") + '[listing]\nitem = ".job"\ndetails = 3\n'

    (source,) = config.load(deploy(tmp_path, kazan_jobs=text)).sources

    assert (source.id, source.every) == ("kazan-jobs", timedelta(minutes=15))
    assert source.options == kinds()["listing"].Options(item=".job", details=3)


def test_a_kind_without_a_table_gets_its_default_options(tmp_path: Path) -> None:
    (source,) = config.load(deploy(tmp_path, a=PAGE)).sources

    assert source.options == kinds()["webpage"].Options()


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    deploy(tmp_path, a="\ufeff" + PAGE)

    assert len(config.load(tmp_path).sources) == 1


def test_what_an_editor_leaves_beside_a_source_is_no_source(tmp_path: Path) -> None:
    deploy(tmp_path, a=PAGE)
    (tmp_path / "sources" / ".#a.toml").write_text("x")
    (tmp_path / "sources" / "a.toml~").write_text("x")

    assert [source.id for source in config.load(tmp_path).sources] == ["a"]


def test_sources_that_are_not_enabled_are_read_and_set_apart(tmp_path: Path) -> None:
    off = PAGE.replace("jobs", "other") + "enabled = false\n"

    loaded = config.load(deploy(tmp_path, on=PAGE, off=off))

    assert [source.id for source in loaded.sources] == ["off", "on"]
    assert [source.id for source in loaded.enabled()] == ["on"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1s", 1), ("15m", 900), ("6h", 21_600), ("1d", 86_400), ("1.5h", 5_400), ("250ms", 0.25)],
)
def test_durations_are_a_number_and_a_unit(written: str, seconds: float) -> None:
    assert config.parse_duration(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", ["", "15", "m", "-1s", "1 h", "P1D", "1h30", "9999999d", 15])
def test_what_is_no_duration_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="a duration such as"):
        config.parse_duration(written)


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    settings = """
database = 3
languag = "en"
allow = ["127.0.0.1:8080"]
timezone = "Asia/Almata"
[politeness]
min_delay = "soon"
[channels.mail]
kind = "emial"
[channels.post]
kind = "webhook"
url = "https://example.org/in"
secret_env = "HOOK"
tiers = ["T9"]
sources = ["nobody"]
"""
    deploy(
        tmp_path,
        settings,
        a='kind = "listing"\nulr = "x"\nevery = 5\n[listing]\ndetails = "all"\n',
        b=PAGE.replace("https", "ftp").replace("15m", "0s") + 'country = "kz"\npages = 0\n',
        c="x = [",
    )

    found = faults_of(tmp_path)

    assert found == [
        'monitor.toml: the key "allow" belongs into the table [politeness]',
        'monitor.toml: unknown key "languag"; did you mean "language"? known: '
        "allow, channels, database, desk, desk_url, heartbeat, hosts, language, metrics, name, operator, politeness, "
        "retention, routes, timezone",
        "monitor.toml: database: found 3, expected a text in quotes",
        'monitor.toml: politeness.min_delay: found "soon", expected a duration such as "1s", '
        '"15m", "6h" or "1d"',
        'monitor.toml: timezone: found "Asia/Almata", expected an IANA time zone ("Asia/Almaty")',
        'monitor.toml: channels.mail.kind: unknown kind of channel "emial"; did you mean "email"? '
        "known: apprise, email, webhook",
        "monitor.toml: channels.post.tiers[0]: found \"T9\", expected one of 'T1', 'T2' or 'T3'",
        'sources/a.toml: unknown key "ulr"; did you mean "url"? known: at_least, country, cron, '
        "enabled, every, ignore_robots_because, kind, languages, listing, min_delay, name, pages, "
        "proxy_env, quiet, timezone, url, why",
        'sources/a.toml: the key "url" is missing',
        'sources/a.toml: every: found 5, expected a duration such as "1s", "15m", "6h" or "1d"',
        'sources/a.toml: listing: the key "item" is missing',
        'sources/a.toml: listing.details: found "all", expected a whole number',
        'sources/b.toml: url: found "ftp://example.org/jobs", expected a whole http or https URL',
        'sources/b.toml: every: found "0s", expected at least "1s"',
        "sources/b.toml: pages: found 0, expected 1 to 1000",
        'sources/b.toml: country: found "kz", expected two capitals of ISO 3166 ("KZ")',
        "sources/c.toml: is not TOML: Invalid value (at end of document)",
    ]


@pytest.mark.parametrize("value", ["[" * 5_000, "9" * 5_000], ids=["brackets", "digits"])
def test_a_file_that_its_reader_gives_up_on_is_a_fault_too(tmp_path: Path, value: str) -> None:
    deploy(tmp_path, f"name = {value}\n")

    (found,) = faults_of(tmp_path)

    assert found.startswith("monitor.toml: is not TOML: ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('url = "https://u:pw@example.org/"', "a secret does not belong here"),
        ('url = "https://exam ple.org/"', "a whole http or https URL"),
        ('url = "https:///jobs"', "a whole http or https URL"),
        ('url = "https://example.org:99999/"', "a whole http or https URL"),
        ('id = "other"', 'unknown key "id"'),
        ('[feed]\nitem = "x"', 'unknown key "feed"'),
        ('languages = ["Russian"]', 'BCP 47 tags ("ru", "uz-Latn")'),
        ('languages = "ru"', "a list in [ ]"),
        ('enabled = "yes"', "true or false"),
        ("pages = 2.5", "a whole number"),
        ('ignore_robots_because = " "', "a written reason"),
        ('proxy_env = "socks5://10.0.0.1"', "NAME of an environment variable"),
        ("webpage = 3", "webpage: found 3, expected a table"),
    ],
)
def test_what_a_source_cannot_be_is_refused(tmp_path: Path, line: str, told: str) -> None:
    rest = (
        PAGE
        if not line.startswith("url")
        else PAGE.replace('url = "https://example.org/jobs"\n', "")
    )

    (fault,) = faults_of(deploy(tmp_path, a=f"{rest}{line}\n"))

    assert fault.startswith("sources/a.toml: ")
    assert told in fault


@pytest.mark.parametrize("name", ["Upper", "with_underscore", "dot.ted", "пример", "-first"])
def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    deploy(tmp_path)
    (tmp_path / "sources" / f"{name}.toml").write_text(PAGE, encoding="utf-8")

    (fault,) = faults_of(tmp_path)

    assert "small Latin letters, digits and hyphens" in fault


def test_two_sources_of_one_address_are_refused(tmp_path: Path) -> None:
    twin = PAGE.replace("/jobs", "/jobs/")

    (fault,) = faults_of(deploy(tmp_path, a=PAGE, b=twin))

    assert fault == "sources/b.toml: url: sources/a.toml already watches https://example.org/jobs/"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("password", "hunter2"),
        ("secret", "x"),
        ("api_key", "x"),
        ("url", "https://u:hunter2@example.org/in"),
        ("url", "https://hooks.slack.com/services/T0/B0/abc"),
        ("secret_env", "whsec_hunter2"),
        ("name", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2"),
    ],
)
def test_a_secret_in_a_file_is_refused_and_not_repeated(
    tmp_path: Path, key: str, value: str
) -> None:
    kept = "".join(line for line in HOOK.splitlines(keepends=True) if not line.startswith(key))

    found = faults_of(deploy(tmp_path, f'{kept}{key} = "{value}"\n'))

    assert any("environment variable" in fault for fault in found)
    assert value not in "".join(found)


def test_a_channel_that_takes_no_tier_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(deploy(tmp_path, f"{HOOK}tiers = []\n"))

    assert "channels.desk.tiers: is empty" in fault


def test_a_channel_that_names_an_unknown_source_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(deploy(tmp_path, f'{HOOK}sources = ["jbos"]\n', jobs=PAGE))

    assert 'channels.desk.sources: unknown source "jbos"; did you mean "jobs"?' in fault


def test_what_a_channel_refuses_itself_is_a_fault_of_its_table(tmp_path: Path) -> None:
    both = HOOK + 'url_env = "HOOK_URL"\n'

    (fault,) = faults_of(deploy(tmp_path, both))

    assert fault.startswith("monitor.toml: channels.desk: ")


def test_what_politeness_refuses_itself_is_a_fault_of_its_table(tmp_path: Path) -> None:
    (fault,) = faults_of(deploy(tmp_path, '[politeness]\nallow = ["127.0.0.1"]\n'))

    assert fault.startswith("monitor.toml: politeness: ")
    assert "127.0.0.1" in fault


def test_faults_of_the_own_rules_are_told_with_the_others(tmp_path: Path) -> None:
    deploy(tmp_path, "databse = 1")
    (tmp_path / "rules" / "signals").mkdir(parents=True)
    (tmp_path / "rules" / "signals" / "own.toml").write_text("x = [")

    assert len(faults_of(tmp_path)) == 2


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)

    assert "advert-monitor init" in fault


def told(*, lang: str) -> Flagged:
    """A hit of the source `a`."""
    place = Source("a", "webpage", "https://example.org/jobs", timedelta(minutes=15))
    verdict = Assessment(Label.ARMY_OFFER, Tier.T1, 0.9, lang, foreigners=True)
    judged = Judged(Posting("1", "a", place.url, "words"), verdict)
    return Flagged("abcdef012345", 1, judged, place, datetime(2026, 5, 4, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("limits", "takes"),
    [
        ({}, True),
        ({"tiers": (Tier.T3,)}, False),
        ({"sources": ("a",)}, True),
        ({"sources": ("b",)}, False),
        ({"languages": ("uz",)}, True),
        ({"languages": ("uz-Latn",)}, True),
        ({"languages": ("uz-Cyrl", "ru")}, False),
    ],
)
def test_a_channel_takes_what_fits_all_its_limits(
    limits: dict[str, object], *, takes: bool
) -> None:
    channel = config.Channel(id="c", kind="webhook", **limits)  # type: ignore[arg-type]

    assert (channel.place(told(lang="uz-Latn")) is not None) is takes


HOOK_TO_NOBODY = HOOK + "tiers = []\n"


def test_a_channel_that_takes_only_alarms_needs_no_tier(tmp_path: Path) -> None:
    loaded = config.load(deploy(tmp_path, f'[operator]\nchannels = ["desk"]\n{HOOK_TO_NOBODY}'))

    assert loaded.operator == config.Operator(channels=("desk",))
    assert loaded.channels[0].tiers == ()


def test_a_channel_that_takes_nothing_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(deploy(tmp_path, HOOK_TO_NOBODY))

    assert "channels.desk.tiers: is empty" in fault
    assert "[operator]" in fault


def test_an_operators_channel_that_nobody_set_up_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(deploy(tmp_path, f'[operator]\nchannels = ["desc"]\n{HOOK}'))

    assert 'operator.channels: unknown channel "desc"; did you mean "desk"?' in fault


def test_a_hit_whose_language_nobody_could_tell_goes_to_every_channel() -> None:
    channel = config.Channel(id="c", kind="webhook", languages=("ru",))

    assert channel.place(told(lang="und"))


def test_cron_times_stand_in_the_place_of_an_interval(tmp_path: Path) -> None:
    text = PAGE.replace('every = "15m"', 'cron = "30 6 * * mon-fri"')

    (source,) = config.load(deploy(tmp_path, 'timezone = "Asia/Almaty"', a=text)).sources

    assert source.cron == Cron("30 6 * * mon-fri")
    assert (source.every, source.timezone) == (timedelta(days=3), ZoneInfo("Asia/Almaty"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('cron = "0 9 * * *"', 'a.toml: found "every" and "cron"; one of them'),
        ('cron = "0 25 * * *"', 'cron: found "0 25 * * *", expected five fields of cron'),
        ('quiet = ["22:00-6:00"]', 'quiet[0]: found "22:00-6:00", expected hours such as'),
        ('quiet = "22:00-06:00"', 'quiet: found "22:00-06:00", expected a list in [ ]'),
        ('quiet = ["00:00-12:00", "12:00-00:00"]', "quiet: leaves no minute of the day"),
        ('timezone = "Mars/Olympus"', 'timezone: found "Mars/Olympus", expected an IANA time zone'),
    ],
)
def test_times_that_cannot_be_meant_are_refused(tmp_path: Path, line: str, told: str) -> None:
    assert told in "\n".join(faults_of(deploy(tmp_path, a=PAGE + line)))


HOSTS = """
timezone = "Asia/Almaty"
[hosts."example.org"]
quiet = ["23:00-06:00"]
min_delay = "30s"
[hosts."jobs.example.org"]
timezone = "Asia/Bishkek"
quiet = ["01:00-02:00"]
"""


def test_the_table_of_a_host_reaches_the_sources_of_it_and_below(tmp_path: Path) -> None:
    below = PAGE.replace("example.org", "www.example.org") + 'quiet = ["12:00-13:00"]\n'
    other = PAGE.replace("example.org", "notexample.org")

    a, b, c = config.load(deploy(tmp_path, HOSTS, a=PAGE, b=below, c=other)).sources

    night = Hours(time(23), time(6), ZoneInfo("Asia/Almaty"))
    assert (a.quiet, a.min_delay) == ((night,), timedelta(seconds=30))
    assert b.quiet == (Hours(time(12), time(13), ZoneInfo("Asia/Almaty")), night)
    assert (c.quiet, c.min_delay) == ((), None)


def test_of_two_hosts_the_longer_name_counts_and_a_sources_own_delay_more(tmp_path: Path) -> None:
    text = PAGE.replace("example.org", "jobs.example.org") + 'min_delay = "7s"\n'

    (source,) = config.load(deploy(tmp_path, HOSTS, a=text)).sources

    assert source.quiet == (Hours(time(1), time(2), ZoneInfo("Asia/Bishkek")),)
    assert source.min_delay == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("hosts = 3", 'hosts: found 3, expected tables [hosts."<name>"]'),
        ('[hosts]\n"a.example" = 3', "hosts.a.example: found 3, expected a table"),
        ('[hosts."a.example:80"]', "hosts.a.example:80: is no host"),
        ('[hosts."https://a.example/"]', "is no host"),
        ('[hosts."a.example"]\nquite = []', 'hosts.a.example: unknown key "quite"; did you mean'),
        ('[hosts."a.example"]\nquiet = ["00:00-12:00", "11:00-00:00"]', "leaves no minute"),
    ],
)
def test_a_host_that_cannot_be_meant_is_refused(tmp_path: Path, table: str, told: str) -> None:
    assert told in "\n".join(faults_of(deploy(tmp_path, table)))


def test_a_second_factor_is_wanted_from_a_role_on_that_there_is(tmp_path: Path) -> None:
    loaded = config.load(deploy(tmp_path, '[desk]\nsecond_factor_from = "coordinator"\n'))

    assert [role for role in Role if loaded.desk.needs_factor(role)] == [
        Role.COORDINATOR,
        Role.ADMIN,
    ]
    assert not any(config.DeskSettings().needs_factor(role) for role in Role)
    with pytest.raises(ConfigError, match=r'second_factor_from: found "anyone", expected one of'):
        config.DeskSettings(second_factor_from="anyone")


def _written(field: Field[Any]) -> str:
    """Write a field's default as docs/configuration.md does."""
    if field.default is MISSING:
        return "required" if field.default_factory is MISSING else "a table"
    if field.default is None:
        return "none"
    if isinstance(field.default, timedelta):
        return next(f"`{text}`" for text in DURATIONS if _is(text, field.default))
    return f"`{json.dumps(field.default)}`"


DURATIONS = [f'"{number}{unit}"' for unit in "dhmsw" for number in range(1, 60)]


def _is(text: str, duration: timedelta) -> bool:
    return config.parse_duration(text.strip('"')) == duration


def test_the_docs_tell_every_key_with_its_default() -> None:
    page = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    classes = [config.Settings, Politeness, Retention, config.Operator, config.Metrics]
    classes += [config.DeskSettings]
    classes += [config.Channel, Heartbeat, Route, Source, config.Host]
    classes += [kind.Settings for kind in channels().values()]
    classes += [kind.Options for kind in kinds().values()]
    told = [
        (cls, f"| `{field.name}` | {_written(field)} | ")
        for cls in classes
        for field in fields(cls)
        if field.name not in {"id", "settings", "options", "routes", "zone"}
    ]

    assert [(cls, row) for cls, row in told if row not in page] == []
