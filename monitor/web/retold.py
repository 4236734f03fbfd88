"""Sentences of other layers, said in the reader's language.

Fetching, the store and the doctor speak English, to logs and on the terminal too. Where one of their
sentences is shown, it is known by its words, and what stood between them is filled in again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.desk.says import N_, Says

LONGEST = 1_000
"""Letters of a sentence that is looked for; what is longer quotes more than it says."""
MOST_FAULTS = 50
"""Of a file whose faults are said one by one; each is held against all of these sentences."""
WITHIN = "why"
"""The place of a sentence within a sentence."""
PLACE = r"\{(\w+)\}"

FETCHING = (
    N_("{host} gave no answer."),
    N_("{host} did not answer within {n} s."),
    N_("{host} did not answer in time."),
    N_("{host} could not be reached in time."),
    N_("{host} fell silent."),
    N_("{host} did not take the request in time."),
    N_("{host} cannot prove who it is: {what}."),
    N_("The proxy did not let the request to {host} through."),
    N_("{host} takes no connection."),
    N_("{host} answered with something that is not HTTP."),
    N_("The connection to {host} broke."),
    N_("{host} is a name of an inner network."),
    N_("The name {host} does not resolve."),
    N_("The name {host} has no address."),
    N_("Port {port} of {host} is not one we may ask."),
    N_("{host} is at {address}, which is not public ({kind})."),
    N_("The page says that it is gzip, and is not."),
    N_("{host} is left alone for another {n} s: it failed or asked for it."),
    N_("The robots.txt of {host} asks us not to fetch {url}."),
    N_("{url} cannot be had, so nothing else is asked for: {why}"),
    N_("{url} sends round in a circle."),
    N_("{url} sends on more than {n} times."),
    N_("{url} sends on, and does not say where to."),
    N_("{url} sends on to where we may not go. {why}"),
    N_("The way to {url} took longer than {n} s."),
    N_("{url} does not let us in (status {n})."),
    N_("{url} is not there (status {n})."),
    N_("{url} wants to be asked more seldom (status {n})."),
    N_("{url} has a fault of its own (status {n})."),
    N_("{url} answered without a page (status {n})."),
    N_("shows {n} adverts; at least {least} were expected"),
    N_("{n} postings were read, at least {least} were expected"),
    N_("{why} ({n} adverts are usual at this hour)"),
    N_("brought nothing new since {when} UTC; by its habit {n} looks should have"),
    N_("The selector {selector} finds no advert on {url}."),
    N_("The selector {selector} finds no text on {url}; all of it was read."),
    N_("{url} shows no text."),
    N_("{url} has {n} items; the first {most} were read."),
    N_("{url} is no feed that can be read (RSS, Atom or JSON Feed)."),
    N_("{url} answers with {what}, not a page."),
    N_("{url} shows a check for robots instead of its page."),
    N_("{url} asks for a login instead of showing its page."),
    N_("Telegram has no public channel named {name}."),
    N_("{name} exists, but shows no public preview: it is a group, or switched its preview off."),
    N_("{url} answered with a page that is not Telegram's."),
    N_("bug: {name}; where it arose is in the log"),
    N_("{url} is not whole: {why}"),
    N_("{url} was read plainly: {why}"),
    N_("the parser was stopped: {why}"),
    N_("it took longer than {n} s"),
    N_("it ended its process"),
    N_("its answer was refused"),
    N_("it ran out of memory"),
    N_("it is a channel's address"),
    N_("the answer is a feed"),
    N_("this page names a feed: {url}"),
    N_("nothing repeats on the page"),
    N_("{what} repeats on the page"),
)
"""What a look at a place ends in, as `fetch`, `net` and the readers say it."""
KEEPING = (
    N_("there is an account of the name {name}"),
    N_("the last admin stays: nobody could name another one"),
    N_("an account needs a name"),
    N_("a name has {n} characters at most, not {found}"),
    N_("a name has no characters that cannot be seen"),
    N_("there are {n} saved views; take one away first"),
    N_("there are {n} feeds; take one away first"),
    N_("what is kept needs a name"),
    N_("a name has {n} letters at most"),
    N_("{who} answered meanwhile; look again"),
    N_("nothing of this number was drawn"),
    N_("the phrase has {n} characters, {most} at most"),
    N_("{why} has {n} characters, {most} at most"),
    N_("a note"),
    N_("a tag"),
    N_("hit {id}: there is no decision to take back"),
    N_("hit {id} cannot repeat itself"),
    N_("there is no hit {id}"),
    N_("campaign {id} has no other hit; nothing would be split"),
    N_("hits that are split off together are of one campaign"),
    N_("{path}: the disk is full; nothing half-written was kept"),
    N_("{path}: another process has been writing for more than {n} s"),
    N_("{key}: found {found}, expected {why}"),
    N_("a whole http or https URL"),
    N_('a duration such as "1s", "15m", "6h" or "1d"'),
    N_("{path} is already there; choose another id"),
    N_("{path} cannot be written ({why})"),
    N_("{path} was changed meanwhile; look at it again"),
    N_("{path} already watches {url}"),
    N_('the id "{name}" is taken, by {url}; choose another id'),
    N_("nothing repeats on {url}: it cannot be a {kind} without a selector"),
)
"""What the store and the settings refuse."""
SETTINGS = (
    N_('{key}: the key "{name}" is missing'),
    N_('{key}: unknown {why} "{name}"; known: {names}'),
    N_('{key}: unknown {why} "{name}"; did you mean "{near}"? known: {names}'),
    N_("key"),
    N_("kind of source"),
    N_('{key}: found "every" and "cron"; one of them says when to look'),
    N_("{key}: leaves no minute of the day; use enabled = false"),
    N_("{path} cannot be read"),
    N_("{path} is written in a way that only a person can change"),
    N_("{path} is longer than {n} characters"),
    N_("small Latin letters, digits and hyphens, at most 63"),
    N_('at least "1s"'),
    N_("1 to {n}"),
    N_("0 or more"),
    N_('two capitals of ISO 3166 ("KZ")'),
    N_('BCP 47 tags ("ru", "uz-Latn")'),
    N_("a written reason that a colleague understands"),
    N_("a whole number"),
    N_("true or false"),
    N_("a text in quotes"),
    N_("a list in [ ]"),
    N_("a table"),
)
"""What is wrong with a file of a source."""
DOCTOR = (
    N_("settings"),
    N_("file modes"),
    N_("secrets"),
    N_("clock"),
    N_("time zone"),
    N_("disk"),
    N_("database"),
    N_("watching"),
    N_("alerts"),
    N_("reader"),
    N_("way out"),
    N_("Sources: {n}, enabled: {enabled}; channels: {ways}."),
    N_("No source is enabled: nothing is watched."),
    N_("Set enabled = true in a file of sources/, or add a place: `advert-monitor add`."),
    N_("There is no channel: hits are kept, and nobody is alerted."),
    N_("Add a table [channels.<id>] to monitor.toml."),
    N_("Nobody is told when a source falls ill or alerts are stuck."),
    N_("Name a channel under [operator]."),
    N_("This runs as root: a hostile page would find itself root."),
    N_("Run it as a user of its own, as deploy/systemd does."),
    N_("{path} may be changed by others: they could send alerts elsewhere."),
    N_("{path} may be read by others."),
    N_("Only their owner may change the settings or read the database."),
    N_("All that the settings name are set: {names}."),
    N_("The environment has neither {name} nor {file}."),
    N_("Set {name}, or {file} to the path of a file that holds it."),
    N_("{zone}: there it is {when} now."),
    N_("The clock agrees with those of the servers asked."),
    N_("The clock is {n} s behind those of the servers asked."),
    N_("The clock is {n} s ahead of those of the servers asked."),
    N_("Let the machine set its clock by the network: `timedatectl set-ntp true`."),
    N_("{path} is not there yet; the first run makes it."),
    N_("{path} is sound; hits: {hits}, captures: {captures}, MB: {n}."),
    N_("Days until the disk is full at its present growth: {n}."),
    N_("Shorten [retention], or give it a larger disk."),
    N_("Alerts that were given up: {n}."),
    N_("`advert-monitor alerts list` says why, `advert-monitor alerts retry` tries again."),
    N_("Alerts that are owed: {n}."),
    N_("They are tried again by themselves."),
    N_("None is stuck."),
    N_("Others have it, {who} lacks it; messages: {n}."),
    N_("`advert-monitor alerts list` says why."),
    N_("{who} is refused for good; messages: {n}."),
    N_(
        "Mend the address, or take it out of `to`; then `advert-monitor alerts retry` with an alert's key sends it."
    ),
    N_("Sources not looked at when they were due: {n}, and nothing is at work."),
    N_("Start `serve`, or `run` from cron or a timer: docs/running.md."),
    N_("Sources not looked at when they were due: {n}."),
    N_("See the log of `serve`."),
    N_("Sources that are ill or silent: {n}."),
    N_("See `advert-monitor health`."),
    N_("Every source ({n}) is looked at as it asks."),
    N_("{path} cannot be written to."),
    N_("{n} MB are free."),
    N_("Make room: `advert-monitor prune --dry-run` shows what could go."),
    N_("Make room, or shorten [retention] in monitor.toml."),
    N_("{path} is in memory ({kind}): a restart empties it."),
    N_("{path} is in the container and goes with it."),
    N_("Mount a volume there, as compose.yaml does."),
    N_("Pages are read in a process of their own."),
    N_("Pages cannot be read: {why}"),
    N_("It was not tried: no source is enabled."),
    N_("Enable one, then look again."),
    N_("channel {id}"),
    N_("A channel of kind {kind} cannot be tried silently."),
    N_("`advert-monitor alerts test {id}` sends a made-up alert."),
    N_("`advert-monitor check` shows what each source answers."),
    N_("The clock shows {when}, which is long past."),
    N_("{why} Receivers will refuse our signatures."),
    N_("{path}, which {name} names, cannot be read ({why})."),
    N_("Mend the path or the file's owner."),
    N_("It needs Python's own processes and about 300 MB of memory: see the log."),
    N_("a page of ours gave no posting"),
    N_("Pages are read plainly only: {why}"),
    N_("Mend [channels.{id}], then {why}"),
    N_("Steps of the schema that it lacks: {n}; the next start takes them."),
    N_("Have room for a second copy: it is copied before."),
    N_("The last look ended at {when} UTC: the clock went back since."),
    N_("Set the clock right; nothing is lost by it."),
    N_("docs/keeping.md tells of each such message what to do."),
    N_("Give the folder to the user that runs this: chown USER {path}"),
    N_("Set `database` in monitor.toml to a path on a local disk."),
    N_("Set `database` in monitor.toml to a path on a disk."),
    N_("{path} is on a network file system ({kind})."),
    N_("The disk has no room for another file (inodes)."),
    N_("Delete small files."),
    N_("{n} of {all} hosts asked {why} answer."),
    N_("directly"),
    N_("through {way}"),
    N_("directly: {why}"),
    N_("through {way}: {why}"),
    N_("Names do not resolve: see /etc/resolv.conf, or the container's network."),
    N_("A wrong clock, missing ca-certificates, or somebody in between: look at all three."),
    N_("See that the proxy runs, and what its log says."),
    N_("A firewall may drop what goes out: let ports 80 and 443 through."),
    N_("A firewall may refuse what goes out: let ports 80 and 443 through."),
    N_("Set it to the proxy's URL: socks5h://127.0.0.1:9050"),
)
"""What the doctor finds, and what to do about it."""


def retell(sentence: str, says: Says) -> str:
    """Say a sentence in the reader's language; as it stands where nobody translated it.

    Settings have a line for each fault.
    """
    if 0 < sentence.count("\n") < MOST_FAULTS:
        return "\n".join(retell(line, says) for line in sentence.split("\n"))
    told = says.gettext(sentence)
    if told != sentence or len(sentence) > LONGEST:
        return told
    for words, shape in _shapes():
        if (told := says.gettext(words)) != words and (found := shape.fullmatch(sentence)):
            return _filled(told, found.groupdict(), says)
    return sentence


def _filled(told: str, values: dict[str, str], says: Says) -> str:
    said = values | {WITHIN: retell(values.get(WITHIN, ""), says)}
    return re.sub(PLACE, lambda place: said.get(place[1], ""), told)


@cache
def _shapes() -> Sequence[tuple[str, re.Pattern[str]]]:
    """Give each sentence with the shape by which it is known, those of most words first.

    "X is a name of an inner network." is also the end of longer ones.
    """
    open_ = [words for words in (*FETCHING, *KEEPING, *SETTINGS, *DOCTOR) if "{" in words]
    return [(words, _shape(words)) for words in sorted(open_, key=len, reverse=True)]


def _shape(words: str) -> re.Pattern[str]:
    parts = re.split(PLACE, words)
    said = (
        f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    return re.compile("".join(said), re.DOTALL)
