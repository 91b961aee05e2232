/**
 * A commit of one event writes two pages instead of three: ids are taken into their index 32 events at a time, by the event
 * that fills a block. What is after the last full block is looked through; `event_by_id` is both as one. A unique index
 * over ids cost each commit a page, a tenth of its time; that ids are unique is checked by whoever appends (`append.ts`).
 *
 * `prev` is gone: it was the hash in the row before, which `hash` covers, so it proved nothing more.
 *
 * The blocks go by `gid`, which has no gaps: rows are never deleted, and each new one comes after the last.
 */
export const sql = `
CREATE TABLE event_2(
  gid INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session(id),
  seq INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  uid TEXT NOT NULL,
  type TEXT NOT NULL,
  hash BLOB NOT NULL,
  place INTEGER NOT NULL,
  blob INTEGER REFERENCES blob(id),
  data TEXT NOT NULL,
  UNIQUE(session, seq)
) STRICT;
INSERT INTO event_2(gid, session, seq, ts, uid, type, hash, place, blob, data)
  SELECT gid, session, seq, ts, uid, type, hash, place, blob, data FROM event ORDER BY gid;
DROP TABLE event;
ALTER TABLE event_2 RENAME TO event;

CREATE TABLE event_id(
  uid TEXT PRIMARY KEY,
  gid INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
INSERT INTO event_id(uid, gid) SELECT uid, gid FROM event WHERE gid <= (SELECT max(gid) & ~31 FROM event) ORDER BY uid;

CREATE VIEW event_by_id(uid, gid) AS
  SELECT uid, gid FROM event_id UNION ALL SELECT uid, gid FROM event WHERE gid > (SELECT max(gid) & ~31 FROM event);

CREATE TRIGGER event_block AFTER INSERT ON event WHEN new.gid & 31 = 0 BEGIN
  INSERT OR IGNORE INTO event_id(uid, gid) SELECT uid, gid FROM event WHERE gid > new.gid - 32 AND gid <= new.gid;
END;
CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_id_update BEFORE UPDATE ON event_id BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_id_delete BEFORE DELETE ON event_id BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
`;
