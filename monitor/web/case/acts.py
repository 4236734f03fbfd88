"""What a reviewer does with one hit. What was typed is never lost to a fault."""

from __future__ import annotations

from collections.abc import Callable

from monitor.desk.says import N_
from monitor.errors import Overtaken, StoreError
from monitor.store import (
    Action,
    Decision,
    Deed,
    Note,
    Question,
    Reason,
)
from monitor.store import (
    Answer as Opined,
)
from monitor.store.casework import LONGEST_NOTE
from monitor.web.answers import Answer, Page, Redirect, Refused
from monitor.web.asked import Asked
from monitor.web.case.inlist import done_in_list, is_in_list, row_now, undone_in_list
from monitor.web.case.reading import (
    bounded,
    day_of,
    note_of,
    number_of,
    one_of,
    seen_of,
    verdict_of,
)
from monitor.web.case.sheet import found, sheet
from monitor.web.case.story import told
from monitor.web.case.turn import address, following

BLIND = N_(
    "You were asked for an opinion of your own on this hit. Give it, or decline, before you do more."
)

_OF_THE_STORE = (
    N_("a note has no words"),
    N_("a tag has no words"),
    N_("a second opinion is asked of somebody else"),
    N_("this question is not open any more"),
    N_("this opinion was asked of somebody else"),
)
"""What the store says to whoever presses twice or sends an empty form: listed for the catalogues."""


def decide(asked: Asked) -> Answer:
    """Decide on the hit, and go on to the next one of the view."""
    hit_id = found(asked, asked.path["id"]).id

    def do() -> Answer:
        _refuse_blind(asked, hit_id)
        verdict, words = verdict_of(asked, hit_id), note_of(asked)
        seen = seen_of(asked)
        review = asked.store.reviews.decide(verdict, seen=seen, at=asked.now, note=words)
        asked.store.presence.leave(hit_id, asked.user.name)
        if is_in_list(asked):
            said = asked.t("Decided: {said}.").replace("{said}", told(review, asked.words))
            return done_in_list(asked, hit_id, said)
        coming = following(asked, hit_id)
        route = "hit" if coming else "hit.done"
        return Redirect(address(asked, route, coming or hit_id, done=hit_id))

    return _kept(asked, do)


def undo(asked: Asked) -> Answer:
    """Take back the decision in force."""
    hit_id = found(asked, asked.path["id"]).id

    def do() -> Answer:
        _refuse_blind(asked, hit_id)
        seen = seen_of(asked)
        if asked.store.reviews.standing(hit_id) is None:
            raise Refused(asked.t("There is no decision to take back."))
        asked.store.reviews.undo(hit_id, by=asked.user.name, seen=seen, at=asked.now)
        return _back(asked, hit_id, asked.t("The decision was taken back."))

    return _kept(asked, do)


def note(asked: Asked) -> Answer:
    """Keep a note."""

    def do(hit_id: str) -> str:
        asked.store.casework.note(Note(hit_id, asked.user.name, asked.form["words"], asked.now))
        return asked.t("Noted.")

    return _worked(asked, do)


def tag(asked: Asked) -> Answer:
    """Set a label."""

    def do(hit_id: str) -> str:
        asked.store.casework.tag(hit_id, asked.form["tag"], by=asked.user.name, at=asked.now)
        return asked.t("Labelled.")

    return _worked(asked, do)


def untag(asked: Asked) -> Answer:
    """Take a label off."""

    def do(hit_id: str) -> str:
        asked.store.casework.untag(hit_id, asked.form["tag"], by=asked.user.name, at=asked.now)
        return asked.t("The label was taken off.")

    return _worked(asked, do)


def assign(asked: Asked) -> Answer:
    """Give the hit to somebody who has an account here, or to nobody."""

    def do(hit_id: str) -> str:
        who = asked.form["who"]
        if who and who not in _people(asked):
            raise Refused(asked.t("Nobody of that name decides at this desk."))
        asked.store.cases.assign(hit_id, who, by=asked.user.name, at=asked.now)
        return asked.t("Given to {who}.").replace("{who}", who) if who else asked.t("Given back.")

    return _worked(asked, do)


def ask(asked: Asked) -> Answer:
    """Ask another reviewer, who will not see what was decided."""

    def do(hit_id: str) -> str:
        who = asked.form["who"]
        if who not in _people(asked):
            raise Refused(asked.t("Nobody of that name decides at this desk."))
        if hit_id in asked.store.opinions.blind(who):
            said = asked.t("{who} was asked already and has not answered yet.")
            raise Refused(said.replace("{who}", who))
        question = Question(hit_id, asked.user.name, who, asked.now, asked.form["words"])
        asked.store.opinions.ask(question)
        return asked.t("{who} was asked.").replace("{who}", who)

    return _worked(asked, do)


def answer(asked: Asked) -> Answer:
    """Give the second opinion that was asked for."""
    hit_id = found(asked, asked.path["id"]).id

    def do() -> Answer:
        reason = one_of(Reason, asked.form["reason"], asked) if asked.form["reason"] else None
        decision = (
            Decision.NOT_AN_OFFER if reason else one_of(Decision, asked.form["decision"], asked)
        )
        given = Opined(decision, asked.now, reason, asked.form["words"])
        asked.store.opinions.answer(number_of(asked, "opinion"), given, by=asked.user.name)
        return _back(asked, hit_id, asked.t("Thank you. Now you see what others decided."))

    return _kept(asked, do)


def withdraw(asked: Asked) -> Answer:
    """Decline to answer, or take the question back."""
    hit_id = found(asked, asked.path["id"]).id

    def do() -> Answer:
        number = number_of(asked, "opinion")
        asked.store.opinions.withdraw(number, by=asked.user.name, at=asked.now)
        return _back(asked, hit_id, asked.t("The question is closed."))

    return _kept(asked, do)


def act(asked: Asked) -> Answer:
    """Keep what was done with the hit outside."""

    def do(hit_id: str) -> str:
        what = one_of(Deed, asked.form["what"], asked)
        action = Action(
            hit_id,
            what,
            asked.user.name,
            day_of(asked),
            bounded(asked, "whom", 200),
            bounded(asked, "words", LONGEST_NOTE),
        )
        asked.store.casework.act(action)
        return asked.t("Kept.")

    return _worked(asked, do)


def reveal(asked: Asked) -> Answer:
    """Show the contacts for a while; that it was asked for is logged."""
    hit_id = found(asked, asked.path["id"]).id
    with asked.store.writing():
        asked.note("contacts_shown", hit_id)
        asked.store.reveals.show(hit_id, asked.user.name, at=asked.now)
    return Redirect(address(asked, "hit", hit_id) + "#contacts")


def hide(asked: Asked) -> Answer:
    """Hide them again."""
    hit_id = found(asked, asked.path["id"]).id
    asked.store.reveals.hide(hit_id, asked.user.name, at=asked.now)
    return Redirect(address(asked, "hit", hit_id) + "#contacts")


def _worked(asked: Asked, do: Callable[[str], str]) -> Answer:
    """Do one thing on the hit and come back to it, told that it is done."""
    hit_id = found(asked, asked.path["id"]).id

    def done() -> Answer:
        _refuse_blind(asked, hit_id)
        return _back(asked, hit_id, do(hit_id))

    return _kept(asked, done)


def _kept(asked: Asked, do: Callable[[], Answer]) -> Answer:
    """Do it, or show the page again with a sentence and all that was typed."""
    try:
        return do()
    except Overtaken:
        return _faulty(asked, _overtaken(asked), 409)
    except Refused as error:
        return _faulty(asked, str(error), error.status)
    except StoreError as error:
        return _faulty(asked, asked.retell(str(error)), 400)


def _faulty(asked: Asked, fault: str, status: int) -> Answer:
    if is_in_list(asked) and asked.is_partial:
        return row_now(asked, asked.path["id"], fault=fault)
    return Page("hit/hit.html", sheet(asked, typed=asked.form, fault=fault), status)


def _overtaken(asked: Asked) -> str:
    last = asked.store.reviews.last(asked.path["id"])
    if last is None:
        return asked.t("The decision that you saw is not there any more. Look again and decide.")
    said = asked.t(
        "{who} decided meanwhile: {said}. Nothing of yours was kept yet, and nothing that you typed"
        " is lost. Look again, then decide."
    )
    return said.replace("{said}", told(last, asked.words)).replace("{who}", last.verdict.reviewer)


def _refuse_blind(asked: Asked, hit_id: str) -> None:
    if hit_id in asked.store.opinions.blind(asked.user.name):
        raise Refused(asked.t(BLIND), status=409)


def _people(asked: Asked) -> frozenset[str]:
    return frozenset(one.name for one in asked.store.accounts.reviewers())


def _back(asked: Asked, hit_id: str, flash: str) -> Answer:
    if is_in_list(asked):
        return undone_in_list(asked, hit_id, flash)
    return Redirect(address(asked, "hit", hit_id), flash)
