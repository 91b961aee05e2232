/** Somebody else drives this session: its head is not where the caller believed. The caller stops, or reads again. */
export class LogConflict extends Error {
  readonly session: string;
  readonly expected: number;
  readonly head: number;

  constructor(session: string, expected: number, head: number) {
    super(`Session ${session} is at event ${head}, not at ${expected}: something else appended to it.`);
    this.name = 'LogConflict';
    this.session = session;
    this.expected = expected;
    this.head = head;
  }
}

/** An id of the events is in the log already; nothing was stored. */
export class LogDuplicate extends TypeError {
  constructor(session: string) {
    super(`An id of these events is in the log already (${session}).`);
    this.name = 'LogDuplicate';
  }
}
