/**
 * The address of an event: `drover://session/<session>/<event>`. It is copied, pasted and opened by other programs, so what is
 * read here is hostile: ids are of our own form or there is no link. Without an event it is the session.
 */
export interface EventLink {
  session: string;
  /** `sevt_…`; null: the session as a whole. */
  event: string | null;
}

const SHAPE = /^drover:\/\/session\/(sesn_[0-9a-zA-Z]{10,40})(?:\/(sevt_[0-9a-zA-Z]{10,40}))?\/?$/;

export function formatEventLink({ session, event }: EventLink): string {
  return `drover://session/${session}${event === null ? '' : `/${event}`}`;
}

/** Null where the text is anything else. White space around it is left out. */
export function parseEventLink(text: string): EventLink | null {
  const [, session, event = null] = SHAPE.exec(text.trim()) ?? [];
  return session === undefined ? null : { session, event };
}
