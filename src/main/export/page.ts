/**
 * A session as one page that needs nothing: no server, no script, no other file. It is written event by event, so that its
 * length costs no memory. What a worker, a box or a repository wrote is in it as text alone.
 */
import type { SessionEvent } from '../../shared/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import { escaper, type Escape } from './escape.ts';
import { eventParts, type Part } from './event-parts.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageSource {
  session: string;
  /** As it stands after its last event. */
  state: SessionState;
  events: Iterable<SessionEvent>;
  mask: (text: string) => string;
}

/** Nothing may run or be fetched, whatever else were to go wrong. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Longer bodies are folded. */
const FOLDED = { lines: 16, characters: 2000 };

export function* pageChunks({ session, state, events, mask }: PageSource): Generator<string> {
  const escape = escaper(mask);
  const title = escape(state.dispatch?.title ?? session);
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${PAGE_STYLE}</style></head><body>
<header><h1>${title}</h1><dl>${facts(session, state)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`)
    .join('')}</dl></header><main>\n`;
  /** Calls whose results have not come yet: event id -> position. */
  const calls = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'agent.tool_use') calls.set(event.id, event.seq);
    const call = event.type === 'agent.tool_result' ? calls.get(event.tool_use_id) : undefined;
    if (event.type === 'agent.tool_result') calls.delete(event.tool_use_id);
    yield article(event, call, escape);
  }
  yield `</main><footer>Exported by Drover. Times are UTC.</footer></body></html>\n`;
}

function article(event: SessionEvent, call: number | undefined, escape: Escape): string {
  const { lane, failed, headline, parts } = eventParts(event);
  const name = escape(event.type === 'unknown' ? event.originalType : event.type);
  const time = escape(event.processed_at);
  const of = call === undefined ? '' : ` <span>of <a href="#e${call}">${call}</a></span>`;
  const head = headline === '' ? '' : ` <span class="headline">${escape(cut(headline.replaceAll(/\s+/g, ' '), 300))}</span>`;
  return `<article id="e${event.seq}" class="${lane}${failed ? ' failed' : ''}"><header><a href="#e${event.seq}">${event.seq}</a> <b>${name}</b>${head}${of} <time datetime="${time}">${readable(time)}</time></header>${parts.map((part) => partHtml(part, escape)).join('')}</article>\n`;
}

function partHtml({ kind, text }: Part, escape: Escape): string {
  if (text.trim() === '') return '';
  const body = `<div class="${kind}">${escape(text.replace(/^\n+|\s+$/g, ''))}</div>`;
  const lines = text.split('\n', FOLDED.lines + 1).length;
  if (lines <= FOLDED.lines && text.length <= FOLDED.characters) return body;
  const first = text.trimStart().split('\n', 1)[0] ?? '';
  return `<details><summary><code>${escape(cut(first, 120))}</code> (${text.length.toLocaleString('en')} characters)</summary>${body}</details>`;
}

function facts(session: string, state: SessionState): [name: string, value: string][] {
  const { dispatch, verdict, imported } = state;
  return [
    ['Session', session],
    ['Project', `${dispatch?.project.name ?? ''}${dispatch?.base.branch == null ? '' : `, branch ${dispatch.base.branch}`}`],
    ['Worker', `${dispatch?.model ?? ''} at ${dispatch?.target ?? ''}`],
    ['Began', readable(state.createdAt)],
    ['Last event', `${state.head}, ${readable(state.updatedAt)}`],
    ['Cost', `$${state.costUsd.toFixed(4)}`],
    ...(imported === null ? [] : [['Imported from', 'Claude Code'] satisfies [string, string]]),
    ...(verdict === null
      ? []
      : [['Verdict', `${verdict.passed ? 'passed' : 'failed'}. ${verdict.explanation}`] satisfies [string, string]]),
  ];
}

const readable = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** Never half of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
