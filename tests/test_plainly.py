"""What a reader answers is written alike by every Python that this runs on."""

from __future__ import annotations

import pickle
import pickletools
from enum import StrEnum

from monitor.worker.frames import frame


class AsDebianWritesIt(StrEnum):
    """A word that asks to be pickled as each enumeration of Python 3.11.2 does."""

    WORD = "word"

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        return getattr, (type(self), self.name)


def test_a_word_travels_by_its_value_whatever_its_python_would_write() -> None:
    content = frame(AsDebianWritesIt.WORD)[8:]

    assert pickle.loads(content) is AsDebianWritesIt.WORD
    assert "getattr" not in {argument for _, argument, _ in pickletools.genops(content)}
