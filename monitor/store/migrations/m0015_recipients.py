"""Which of a message's recipients have it, and which are still owed it."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Give recipients rows of their own.

    Beside the message and not in it: only a channel that serves several by one message ever tells
    them apart, and only where not all took it at once. A message without rows, as each of a
    webhook's and most mails, is owed or taken as a whole, and nothing else of it changes.
    """
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE recipients (
        message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        address TEXT NOT NULL,
        reach TEXT NOT NULL CHECK (reach IN ('taken', 'owed', 'refused')),
        answer TEXT NOT NULL,
        PRIMARY KEY (message_id, address)
    ) STRICT, WITHOUT ROWID
    """,
    # Who lacks what others have is asked for among all who have what they should.
    "CREATE INDEX recipients_lacking ON recipients (message_id) WHERE reach <> 'taken'",
)
