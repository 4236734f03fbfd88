"""Campaigns: what belongs together and why, split, joined, and decided on at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from monitor.errors import StoreError
from monitor.model import Role
from monitor.store import Campaign, Decision, Order, Rank, Reason, View
from monitor.web import bulk
from monitor.web.answers import Answer, NotFound, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.route import Route
from monitor.web.rows import opening, rows
from monitor.web.terms import CONTACTS, DECISIONS, REASONS, term

SHOWN = 30
MEMBERS = 50
LONGEST_ID = 15
_KINDS = {"number": "phone"}
"""A number is one contact, whether it is called or written to."""
UNDOABLE = timedelta(hours=12)
"""As long as somebody sits at the desk."""


def show_all(asked: Asked) -> Answer:
    """List campaigns of at least two hits."""
    rank, waits = _rank(asked), asked.query["waits"] == "1"
    at = int(asked.query["from"]) if _is_number(asked.query["from"]) else 0
    listed, total = asked.store.bundles.all(rank, waits=waits, at=at, size=SHOWN)
    values: dict[str, object] = {
        "listed": [(one, opening(f"{one.title} {one.text}")) for one in listed],
        "total": total,
        "rank": rank,
        "waits": waits,
        "ranks": [
            (Rank.URGENT, asked.t("Most urgent first")),
            (Rank.NEWEST, asked.t("Newest first")),
            (Rank.LARGEST, asked.t("Largest first")),
            (Rank.SPREAD, asked.t("Most sources first")),
        ],
        "next": _turned(asked, at + SHOWN) if at + SHOWN < total else "",
        "previous": _turned(asked, max(at - SHOWN, 0)) if at else "",
    }
    return Page("campaigns/index.html", values)


def _turned(asked: Asked, at: int) -> str:
    query = {"sort": asked.query["sort"], "waits": asked.query["waits"], "from": at}
    return (
        f"{asked.url('campaigns')}?{urlencode({name: one for name, one in query.items() if one})}"
    )


def _rank(asked: Asked) -> Rank:
    try:
        return Rank(asked.query["sort"] or Rank.URGENT)
    except ValueError:
        raise Refused(asked.t("The address asks for an order that there is not.")) from None


def show(asked: Asked) -> Answer:
    """Show one campaign: what its hits share, and the hits."""
    return _shown(asked, _campaign(asked))


def _shown(asked: Asked, campaign: Campaign, **more: object) -> Answer:
    view = View(campaign=campaign.id)
    try:
        leaf = asked.store.queue.page(
            view, order=Order.NEWEST, after=asked.query["after"], size=MEMBERS, each=True
        )
    except (ValueError, OverflowError) as error:
        raise Refused(asked.t("The address does not say where the page begins.")) from error
    here = asked.url("campaign", id=campaign.id)
    values: dict[str, object] = {
        "campaign": campaign,
        "rows": rows(leaf.rows, asked),
        "shares": _shares(campaign, asked),
        "decisions": _decisions(asked),
        "next": f"{here}?{urlencode({'after': leaf.after})}" if leaf.after else "",
        "previous": here if asked.query["after"] else "",
        "done_at": _done_at(asked, campaign),
        "plan": None,
    }
    return Page("campaigns/one.html", values | more)


def _done_at(asked: Asked, campaign: Campaign) -> tuple[datetime, int] | None:
    """Say when the reader decided on many of these hits at once, and on how many still stands."""
    if not asked.query["done"]:
        return None
    moment = bulk.moment_of(asked.query["done"], asked)
    made = asked.store.reviews.made_at_once(asked.user.name, campaign.hits, at=moment)
    return (moment, len(made)) if made and asked.now - moment < UNDOABLE else None


def _shares(campaign: Campaign, asked: Asked) -> list[str]:
    """Say what ties the hits: kinds of contacts, never the contacts themselves."""
    said = []
    for contact, hits in campaign.contacts:
        word = contact.partition(" ")[0]
        kind = term(CONTACTS, _KINDS.get(word, word), asked.words)
        words = asked.n("{kind}, the same in {n} hit", "{kind}, the same in {n} hits", hits)
        said.append(words.replace("{kind}", kind))
    if campaign.alike is not None:
        share = asked.words.percent(campaign.alike)
        said.append(asked.t("Wording: {share} of it at least").replace("{share}", share))
    if campaign.by_hand:
        names = ", ".join(campaign.by_hand)
        said.append(asked.t("Put together by {names}").replace("{names}", names))
    return said


def _decisions(asked: Asked) -> list[tuple[str, str]]:
    """Give what may be decided on many, as a form's list has it."""
    no = Decision.NOT_AN_OFFER
    listed = [
        (str(one), term(DECISIONS, one, asked.words)) for one in bulk.DECISIONS if one is not no
    ]
    refusal = term(DECISIONS, no, asked.words)
    reasons = ((f"{no}:{one}", term(REASONS, one, asked.words)) for one in Reason)
    return listed + [(value, f"{refusal}: {words}") for value, words in reasons]


def decide(asked: Asked) -> Answer:
    """Show what a decision on the campaign will do; do it when that was shown."""
    campaign = _campaign(asked)
    if not asked.form["targets"]:
        hits = _chosen(asked, campaign) if asked.form["which"] == "chosen" else campaign.hits
        plan = bulk.plan(asked, hits, again=asked.form["again"] == "1")
        said = asked.form["decision"]
        words = dict(_decisions(asked)).get(said, said)
        return _shown(asked, campaign, plan=plan, said=said, said_words=words)
    with asked.store.writing():
        done, overtaken = bulk.do(asked, campaign.hits)
        about = f"campaign {campaign.id}: {done} hits {asked.form['decision']}"
        asked.note("bulk_decided", about)
    flash = asked.n("Decided on {n} hit.", "Decided on {n} hits.", done)
    if overtaken:
        flash += " " + asked.n(
            "On {n} somebody else had decided meanwhile; it was left as it is.",
            "On {n} somebody else had decided meanwhile; they were left as they are.",
            overtaken,
        )
    query = urlencode({"done": asked.now.isoformat()})
    return Redirect(f"{_here(asked, campaign.id)}?{query}", flash)


def undo(asked: Asked) -> Answer:
    """Take back what the reader decided on many hits at one moment, as far as it is the last word."""
    campaign = _campaign(asked)
    moment = bulk.moment_of(asked.form["done"], asked)
    with asked.store.writing():
        done = asked.store.reviews.undo_made(
            asked.user.name, campaign.hits, made=moment, at=asked.now
        )
        asked.note("bulk_undone", f"campaign {campaign.id}: {done} hits")
    flash = asked.n("Taken back on {n} hit.", "Taken back on {n} hits.", done)
    return Redirect(_here(asked, campaign.id), flash)


def split(asked: Asked) -> Answer:
    """Make the chosen hits a campaign of their own, for good."""
    campaign = _campaign(asked)
    chosen = _chosen(asked, campaign)
    if not chosen:
        raise Refused(asked.t("Choose the hits that do not belong here."))
    try:
        new = asked.store.campaigns.split(chosen, by=asked.user.name, at=asked.now)
    except StoreError as error:
        raise Refused(str(error)) from error
    flash = asked.t("The hits are a campaign of their own now, and will not be joined again.")
    return Redirect(_here(asked, new), flash)


def join(asked: Asked) -> Answer:
    """Make two campaigns one."""
    campaign, other = _campaign(asked), asked.form["other"]
    if not _is_number(other) or int(other) == campaign.id:
        raise Refused(asked.t("Write the number of the other campaign."))
    try:
        kept = asked.store.campaigns.join(
            (campaign.id, int(other)), by=asked.user.name, at=asked.now
        )
    except StoreError as error:
        raise NotFound(asked.t("There is no such campaign.")) from error
    return Redirect(_here(asked, kept), asked.t("The campaigns are one now."))


def _chosen(asked: Asked, campaign: Campaign) -> list[str]:
    """Give the hits that were ticked, as far as they are of the campaign."""
    ticked = set(asked.form.all("hit"))
    return [one for one in campaign.hits if one in ticked]


def _here(asked: Asked, campaign: int) -> str:
    return asked.url("campaign", id=campaign)


def _campaign(asked: Asked) -> Campaign:
    number = asked.path["id"]
    try:
        if _is_number(number):
            return asked.store.campaigns.give(int(number))
    except StoreError:
        pass
    raise NotFound(asked.t("There is no such campaign."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


ROUTES = (
    Route("GET", "/campaigns", show_all, Role.VIEWER, "campaigns"),
    Route("GET", "/campaigns/{id}", show, Role.VIEWER, "campaign"),
    Route("POST", "/campaigns/{id}/decide", decide, Role.REVIEWER, "campaign.decide"),
    Route("POST", "/campaigns/{id}/undo", undo, Role.REVIEWER, "campaign.undo"),
    Route("POST", "/campaigns/{id}/split", split, Role.REVIEWER, "campaign.split"),
    Route("POST", "/campaigns/{id}/join", join, Role.REVIEWER, "campaign.join"),
)
