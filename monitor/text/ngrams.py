"""langdetect with our profiles beside its own, one detector a script, loaded when first asked.

langdetect knows no kk, ky, uz, tg, hy, az, mn, and takes half a second to load all it has. A script's
own languages load in a fraction of that, and are not outshouted by others. `profiles.tsv`
holds n-gram counts (benchmarks/language_profiles.py builds it), no sentence of any text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory
    from langdetect.utils.lang_profile import LangProfile

_SEED = 0
"""langdetect draws n-grams by lot: a fixed seed makes the same text give the same answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One profile to load. Both respellings are (old, new) pairs, applied in order."""

    profile: str
    spelling: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()


def respell(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Replace each old by its new."""
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def probabilities(text: str, priors: Mapping[Wanted, float]) -> dict[Wanted, float]:
    """Probability of each profile that has more than 0.1; none when the text has no known n-gram.

    `priors` are positive, of any sum; a language that has none is not considered.
    """
    from langdetect.lang_detect_exception import LangDetectException

    factory, owners = _factory(tuple(priors))
    detector = factory.create()
    detector.set_prior_map({name: priors[owner] for name, owner in owners.items()})
    detector.append(text)
    try:
        guesses = detector.get_probabilities()
    except LangDetectException:
        return {}
    found: dict[Wanted, float] = {}
    for guess in guesses:
        owner = owners[guess.lang]
        found[owner] = found.get(owner, 0.0) + guess.prob
    return found


@lru_cache(maxsize=8)
def _factory(wanted: tuple[Wanted, ...]) -> tuple[DetectorFactory, dict[str, Wanted]]:
    """The detector, and whose each of its profiles is."""
    from langdetect.detector_factory import DetectorFactory

    profiles = [(profile, one) for one in wanted for profile in _profiles(one)]
    factory = DetectorFactory()
    factory.set_seed(_SEED)
    for index, (profile, _) in enumerate(profiles):
        factory.add_profile(profile, index, len(profiles))
    return factory, {profile.name: one for profile, one in profiles}


def _profiles(wanted: Wanted) -> list[LangProfile]:
    native = _respelled(
        _read(wanted.profile),
        wanted.profile + ("~spelled" if wanted.spelling else ""),
        wanted.spelling,
    )
    if not wanted.typed:
        return [native]
    return [native, _respelled(native, f"{native.name}~typed", wanted.typed)]


def _respelled(profile: LangProfile, name: str, pairs: Sequence[tuple[str, str]]) -> LangProfile:
    from langdetect.utils.lang_profile import LangProfile

    freq: dict[str, int] = {}
    for gram, count in profile.freq.items():
        spelled = respell(gram, pairs)
        freq[spelled] = freq.get(spelled, 0) + count
    return LangProfile(name, freq, list(profile.n_words))


def _read(name: str) -> LangProfile:
    from langdetect.detector_factory import PROFILES_DIRECTORY
    from langdetect.utils.lang_profile import LangProfile

    line = _own_profiles().get(name)
    if line is None:
        with open(f"{PROFILES_DIRECTORY}/{name}", encoding="utf-8") as file:
            line = file.read()
    return LangProfile(**json.loads(line))


@lru_cache(maxsize=1)
def _own_profiles() -> dict[str, str]:
    """Each line is `name<TAB>profile`, so that only the lines of one script are parsed."""
    text = resources.files("monitor.text").joinpath("profiles.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines())
