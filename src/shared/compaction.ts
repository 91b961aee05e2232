/** How a summary is asked for: the harness says it, and the rehearsal model knows it when it sees it. */

/** How the request for a summary begins. */
export const COMPACTION_HEADING = 'Your context window is nearly full.';
