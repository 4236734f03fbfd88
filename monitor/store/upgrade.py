"""Bring a database to this program's schema; what it was before is kept beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.backup import copy_file
from monitor.store.db import Db
from monitor.store.migrations import Apply
from monitor.store.schema import Schema

log = logging.getLogger("monitor.store")


def upgrade(db: Db, *, known: Mapping[str, Apply] | None = None) -> None:
    """Take the steps that a database lacks; refuse one that a newer program wrote.

    One that holds anything is first copied to `<name>.before-<step>`: the way back to the older
    program. `known` are the steps; None means all that ship.
    """
    schema = Schema(db, known)
    schema.refuse_newer()
    if not schema.pending():
        return
    with db.writing():
        pending = schema.pending()  # asked again: another process may have been first
        if pending and schema.applied() and db.name != ":memory:":
            _keep(Path(db.name), Path(f"{db.name}.before-{pending[0]}"))
        schema.apply()
    log.info("schema_steps taken=%s", ",".join(pending) or "-")


def _keep(database: Path, target: Path) -> None:
    """Copy through a connection of its own: the one that holds the write lock cannot."""
    try:
        copy_file(database, target)
    except StoreError as e:
        raise StoreError(
            f"{database}: wants a step of its schema, and the copy that is made before cannot be;"
            f" nothing was changed. {e}"
        ) from e
