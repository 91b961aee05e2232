/**
 * Sessions, their events and the bodies that are kept beside them.
 *
 * A session reads through its segments: `[lo, hi]` of its positions are the events of `owner`. A session that
 * was never forked has one segment, its own; a fork has those of its ancestors too, flattened, so that a read
 * costs the same at any depth. `gid` is the one order over all sessions: live tail and indexes go by it.
 *
 * A session's head is its last event: a column for it would cost each commit a page more (a fifth of its time).
 *
 * `place` says where an event's body is: 0 in `data`, 1 in `big`, 2 in `blob` (compressed, once per content).
 * For 1 and 2 `data` holds the body's beginning.
 */
export const sql = `
CREATE TABLE session(
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  parent INTEGER REFERENCES session(id),
  fork_seq INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE segment(
  session INTEGER NOT NULL REFERENCES session(id),
  lo INTEGER NOT NULL,
  hi INTEGER NOT NULL,
  owner INTEGER NOT NULL REFERENCES session(id),
  PRIMARY KEY(session, lo)
) WITHOUT ROWID, STRICT;

CREATE TABLE blob(
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE event(
  gid INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session(id),
  seq INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  uid TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  place INTEGER NOT NULL,
  blob INTEGER REFERENCES blob(id),
  data TEXT NOT NULL,
  UNIQUE(session, seq)
) STRICT;

CREATE TABLE big(
  gid INTEGER PRIMARY KEY REFERENCES event(gid),
  data TEXT NOT NULL
) STRICT;

CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER big_update BEFORE UPDATE ON big BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER big_delete BEFORE DELETE ON big BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER blob_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER blob_delete BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER segment_update BEFORE UPDATE ON segment BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER segment_delete BEFORE DELETE ON segment BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER session_delete BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER session_update BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
`;
