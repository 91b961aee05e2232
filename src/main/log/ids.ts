import { randomBytes } from 'node:crypto';
import { TRIAL_SESSION } from '../../shared/trial-session.ts';

const WIDTH = { time: 9, count: 4, random: 12 };
/** Ids for which random digits are fetched at once. */
const AHEAD = 256;
const SESSION_ID = /^sesn_[0-9a-zA-Z]{10,40}$/;
const EVENT_ID = /^sevt_[0-9a-zA-Z]{10,40}$/;

let lastTime = 0;
let count = 0;
let digits = '';
let used = 0;

/** Milliseconds, a count within the millisecond and 48 random bits: sorts by time, unique across processes. */
function sortable(): string {
  const now = Math.max(Date.now(), lastTime);
  count = now === lastTime ? count + 1 : 0;
  lastTime = now;
  const time = now.toString(36).padStart(WIDTH.time, '0');
  return time + count.toString(36).padStart(WIDTH.count, '0') + random();
}

function random(): string {
  if (used === digits.length) {
    digits = randomBytes((AHEAD * WIDTH.random) / 2).toString('hex');
    used = 0;
  }
  used += WIDTH.random;
  return digits.slice(used - WIDTH.random, used);
}

export const newSessionId = (): string => `sesn_${sortable()}`;
/** Of an arm of a trial. */
export const newTrialSessionId = (): string => `${TRIAL_SESSION}${sortable()}`;
export const newEventId = (): string => `sevt_${sortable()}`;
export const newOutcomeId = (): string => `outc_${sortable()}`;
/** Of attempts that were dispatched together. */
export const newGroupId = (): string => `grup_${sortable()}`;
/** Trials that were begun together, and each of them. */
export const newTrialsRunId = (): string => `trun_${sortable()}`;
export const newTrialId = (): string => `tria_${sortable()}`;

export const isSessionId = (text: string): boolean => SESSION_ID.test(text);
export const isEventId = (text: string): boolean => EVENT_ID.test(text);
