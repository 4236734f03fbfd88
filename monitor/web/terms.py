"""What the desk calls labels, tiers, decisions, reasons and the parts of a sum, each in one place."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.desk.says import N_, Says
from monitor.model import ContactType, Label, Money, Period, Promise, Purpose, Tier
from monitor.store import Decision, Deed, Reason, Stage

LABELS: Mapping[str, str] = {
    Label.ARMY_OFFER: N_("Army offer"),
    Label.DECEPTIVE_JOB: N_("Suspicious job offer"),
    Label.AGENT_BOUNTY: N_("Bounty for recruiters"),
    Label.PROMO: N_("Advertorial for recruiting"),
    Label.OTHER_ARMY: N_("Another army"),
    Label.REPORT: N_("Report or warning"),
    Label.UNRELATED: N_("Unrelated"),
}
TIERS: Mapping[str, str] = {
    Tier.T1: N_("T1, urgent: an army offer to foreigners"),
    Tier.T2: N_("T2: an army offer"),
    Tier.T3: N_("T3: for review"),
}
STAGES: Mapping[str, str] = {
    Stage.UNREVIEWED: N_("Not decided"),
    Stage.CONFIRMED: N_("Confirmed"),
    Stage.NOT_AN_OFFER: N_("Not an offer"),
    Stage.UNSURE: N_("Unsure"),
    Stage.DUPLICATE: N_("Duplicate"),
    Stage.ESCALATED: N_("Escalated"),
}
DECISIONS: Mapping[str, str] = {
    **{Decision(stage): words for stage, words in STAGES.items() if stage != Stage.UNREVIEWED},
    Decision.UNDONE: N_("Taken back"),
}
REASONS: Mapping[str, str] = {
    Reason.REPORT: N_("A report, a story or research"),
    Reason.WARNING: N_("A warning against recruiters"),
    Reason.OTHER_ARMY: N_("Another army"),
    Reason.HISTORY: N_("History"),
    Reason.LAW: N_("A law, benefits, a lawyer's offer"),
    Reason.CIVIL_JOB: N_("A civilian job"),
    Reason.GAME: N_("A game, a film, fiction"),
    Reason.CITIZENS_ONLY: N_("For citizens only"),
    Reason.FRAGMENT: N_("Half a text, a menu, a list of links"),
    Reason.OTHER: N_("Something else"),
}
DEEDS: Mapping[str, str] = {
    Deed.REPORTED: N_("Reported"),
    Deed.ANSWERED: N_("An answer came"),
    Deed.TAKEN_DOWN: N_("Taken down"),
    Deed.PASSED_ON: N_("Passed on"),
}
PURPOSES: Mapping[str, str] = {
    Purpose.SIGNING: N_("On signing"),
    Purpose.SALARY: N_("Pay"),
    Purpose.TOTAL: N_("First year or whole contract"),
    Purpose.BOUNTY: N_("Bounty"),
    Purpose.DEBT: N_("Debt relief"),
    Purpose.DEATH_INJURY: N_("On death or injury"),
    Purpose.REFERRAL: N_("For bringing somebody"),
    Purpose.FEE: N_("Fee asked of the reader"),
    Purpose.TUITION: N_("Tuition"),
    Purpose.OTHER: N_("Sum"),
}
PERIODS: Mapping[str, str] = {
    Period.ONCE: N_("one time"),
    Period.HOUR: N_("an hour"),
    Period.DAY: N_("a day"),
    Period.SHIFT: N_("a shift"),
    Period.WEEK: N_("a week"),
    Period.MONTH: N_("a month"),
    Period.YEAR: N_("a year"),
    Period.TOTAL: N_("in all"),
}
CONTACTS: Mapping[str, str] = {
    ContactType.PHONE: N_("Phone"),
    ContactType.TELEGRAM: N_("Telegram"),
    ContactType.WHATSAPP: N_("WhatsApp"),
    ContactType.EMAIL: N_("E-mail"),
    ContactType.URL: N_("Link"),
    ContactType.OTHER: N_("Other"),
}
PROMISES: Mapping[str, str] = {
    "citizenship": N_("Citizenship"),
    "passport": N_("A passport"),
    "residence": N_("Residence"),
}
_LOOKS: Mapping[str, str] = {
    "shape": N_("How the text is set"),
    "sentences": N_("Who speaks to whom"),
    "tense": N_("Told, or asked of the reader"),
    "voice": N_("Who speaks, and of whom"),
    "wording": N_("How it is put, as a whole"),
    "second_reader": N_("The second reader takes it for an offer"),
}
"""Reasons that are not words of the text."""


def term(words: Mapping[str, str], key: str | None, says: Says) -> str:
    """Say one of them in the reader's language; its id where it has no words, empty for None."""
    return says.gettext(words.get(key, key.replace("_", " "))) if key else ""


def looks(feature: str, says: Says) -> str:
    """Say what a reason is that no signal stands for; its id where it has no words."""
    return says.gettext(_LOOKS.get(feature, feature.replace("_", " ")))


def within(promise: Promise, says: Says) -> str:
    """Say how soon something is promised; empty where that is not said."""
    match promise.days:
        case None:
            return ""
        case 0:
            return says.gettext("at once")
        case days:
            return says.ngettext("within one day", "within {n} days", days).replace(
                "{n}", str(days)
            )


def is_exact(money: Money) -> bool:
    """Tell one figure from a range and from an open end."""
    return money.low is not None and money.low == money.high
