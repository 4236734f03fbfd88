"""The desk over a small deployment of made-up adverts, and somebody signed in at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from monitor import config, rulebook
from monitor.assess import assess
from monitor.model import Hints, Judged, Posting, Role
from monitor.rulebook import Rules
from monitor.store import Store
from monitor.web import auth
from monitor.web.app import build
from monitor.web.desk import Deployed, Desk, Stores
from tests.store import values
from tests.store.values import NOW

PASSWORD = "seven quiet herons"
ADVERTS = {
    "ru": "Набор по контракту с МО РФ для граждан Узбекистана, Таджикистана, Киргизии!\n"
    "Зарплата от 210 000 рублей в месяц, при подписании 1 900 000 рублей.\n"
    "Гражданство РФ за 3 месяца для вас и семьи. Проезд и питание бесплатно.\n"
    "Пишите в телеграм @sluzhba_primer или звоните +7 912 345-67-89",
    "en": "Foreigners wanted for the Russian army. One year contract, 2,100 USD a month,\n"
    "signing bonus 21,000 USD and a Russian passport in three months.\n"
    "No experience needed. Write to us on WhatsApp +7 912 345-67-80 today.",
    "ar": "مطلوب أجانب للتعاقد مع الجيش الروسي. الراتب 2000 دولار شهريا ومكافأة التوقيع 20000 دولار.\n"
    "الجنسية الروسية خلال ثلاثة أشهر. للتواصل واتساب +7 912 345-67-81",
    "hy": "Պայմանագրային ծառայություն ՌԴ բանակում օտարերկրացիների համար։ Աշխատավարձ ամսական 210 000 ռուբլի։\n"
    "ՌԴ քաղաքացիություն 3 ամսում։ Գրեք մեզ տելեգրամ @tsarayutyun_orinak",
}


@cache
def rules() -> Rules:
    return rulebook.load()


@dataclass(frozen=True)
class Sitting:
    """A browser at the desk."""

    client: TestClient
    store: Store
    """The same database, for arranging and asserting."""
    folder: Path
    role: Role

    def get(self, path: str, **settings: Any) -> Any:
        return self.client.get(path, **settings)

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form of this sitting; fields may be lists. Does not follow the redirect."""
        data = {"csrf": self.csrf} | fields
        return self.client.post(path, data=data, follow_redirects=False)

    @property
    def csrf(self) -> str:
        token = self.client.cookies.get(auth.cookie_name(False))
        session = auth.session_of(self.store, token, now=NOW, peer="testclient")
        return session.csrf if session else ""

    def hits(self) -> list[str]:
        """Ids of the hits, newest first."""
        return [hit.id for hit in self.store.hits.all()]


@contextmanager
def desk(
    folder: Path,
    role: Role | None = Role.REVIEWER,
    *,
    name: str = "",
    texts: Any = ADVERTS,
    settings: str = "",
) -> Iterator[Sitting]:
    """Open the desk in an empty folder, with adverts flagged there, and sign somebody in."""
    deployed = deploy(folder, settings=settings)
    with Store.open(deployed.database) as store:
        fill(store, *texts.values())
        opened = Desk(Deployed(deployed), rules(), Stores(deployed.database), clock=lambda: NOW)
        client = TestClient(
            build(opened), base_url="http://127.0.0.1", headers={"Sec-Fetch-Site": "same-origin"}
        )
        with client:
            sitting = Sitting(client, store, folder, role or Role.ANYONE)
            if role is not None:
                sign_in(sitting, name or role.word)
            yield sitting


def deploy(folder: Path, *, settings: str = "") -> config.Config:
    """Write the settings of a deployment of one source."""
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "monitor.toml").write_text(f'name = "Desk of tests"\n{settings}')
    (folder / "sources" / "north.toml").write_text(
        'kind = "webpage"\nurl = "https://north.example/"\nevery = "1h"\ncountry = "KG"\n'
    )
    return config.load(folder)


def fill(store: Store, *texts: str) -> None:
    """Record one look at a page that has these postings, as the rules judge them."""
    values.see(store, *(judged(text, str(number)) for number, text in enumerate(texts)))


@cache
def judged(text: str, key: str) -> Judged:
    posting = Posting(key, values.SOURCE.id, f"{values.SOURCE.url}{key}", text)
    return Judged(posting, assess(posting, rules(), Hints()))


def sign_in(sitting: Sitting, name: str) -> None:
    """Make an account of the sitting's role, and sign in with it by the login page."""
    auth.enroll(sitting.store, name=name, role=sitting.role, password=PASSWORD, first=False, at=NOW)
    said = sitting.client.post(
        "/login", data={"name": name, "password": PASSWORD}, follow_redirects=False
    )
    assert said.status_code == 303, said.text
