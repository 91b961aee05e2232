/** All that the screen draws and finds in a session, computed once an entry and added to as the session grows. */
import { SkeletonFlag, type Skeleton } from '../skeleton.ts';
import { appendEntry, appendPiece, reserveEntries, type ColumnEntry, type Columns } from './columns.ts';
import { Density } from './density.ts';
import { kindNumber } from './event-kinds.ts';
import { GrowingInts } from './growing.ts';
import { Rows } from './rows.ts';
import { Spans } from './spans.ts';

const ASKED = kindNumber('span.model_request_start');
const ANSWERED = kindNumber('span.model_request_end');
const CALLED = kindNumber('agent.tool_use');
const RETURNED = kindNumber('agent.tool_result');
const CHECK = kindNumber('span.outcome_evaluation_start');
const CHECKED = kindNumber('span.outcome_evaluation_end');
const GATE = kindNumber('verdict.started');
const JUDGED = kindNumber('verdict.ended');
const MADE = kindNumber('sandbox.provisioned');
const LOST = kindNumber('sandbox.lost');
const REMOVED = kindNumber('sandbox.destroyed');
const RESTED = kindNumber('session.status_idle');
const ENDED = kindNumber('session.status_terminated');
const FORKED = kindNumber('session.forked');
const COMPACTED = kindNumber('context.compacted');
const RESTORED = kindNumber('context.restored');

export class SessionIndex {
  readonly columns: Columns;
  readonly rows = new Rows();
  readonly density = new Density();
  readonly spans = { model: new Spans(), tools: new Spans(), checks: new Spans() };
  /** Entries at which the sandbox became another: made, lost, removed. */
  readonly boxes = new GrowingInts();
  /** Entries at which a check ended. */
  readonly rulings = new GrowingInts();
  /** Forks, compactions and what undid them. */
  readonly turnings = new GrowingInts();
  /** Newest entry of a few types that a screen asks for; -1: none. */
  readonly newest = { provisioned: -1, verdictStarted: -1, verdictEnded: -1 };
  /** Entries that are an ancestor's; they come first. */
  inherited = 0;
  private noted = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.extend();
  }

  get length(): number {
    return this.columns.length;
  }

  /** Makes room for a session of so many events, so that none is held twice while its pieces come. */
  reserve(length: number): void {
    reserveEntries(this.columns, length);
    this.rows.of.reserve(length, length);
    this.density.reserve(length, length);
  }

  /** Adds the piece of the session that comes next. */
  take(piece: Omit<Skeleton, 'duration'>): void {
    appendPiece(this.columns, piece);
    this.extend();
  }

  append(entry: ColumnEntry): void {
    appendEntry(this.columns, entry);
    this.extend();
  }

  private extend(): void {
    const { columns } = this;
    const { kind, flags, link, length } = columns;
    this.rows.extend(columns);
    this.density.extend(columns);
    for (let entry = this.noted; entry < length; entry += 1) {
      if (((flags[entry] ?? 0) & SkeletonFlag.inherited) !== 0) this.inherited = entry + 1;
      this.note(entry, kind[entry] ?? 0, link[entry] ?? 0);
    }
    this.noted = length;
  }

  private note(entry: number, kind: number, link: number): void {
    const { spans, columns } = this;
    switch (kind) {
      case CALLED:
        spans.tools.begin(entry);
        return;
      case RETURNED:
        close(spans.tools, columns, link, entry);
        return;
      case ASKED:
        begin(spans.model, entry);
        return;
      case ANSWERED:
        close(spans.model, columns, link, entry);
        return;
      case CHECK:
        begin(spans.checks, entry);
        return;
      case CHECKED:
        close(spans.checks, columns, link, entry);
        this.rulings.push(entry);
        return;
      case GATE:
        begin(spans.checks, entry);
        this.newest.verdictStarted = entry;
        return;
      case JUDGED:
        close(spans.checks, columns, link, entry);
        this.rulings.push(entry);
        this.newest.verdictEnded = entry;
        return;
      case MADE:
        this.newest.provisioned = entry;
        this.boxes.push(entry);
        return;
      case LOST:
      case REMOVED:
        this.boxes.push(entry);
        return;
      case FORKED:
        this.turnings.push(entry);
        this.cut();
        return;
      case RESTED:
      case ENDED:
        this.cut();
        return;
      case COMPACTED:
      case RESTORED:
        this.turnings.push(entry);
        return;
      default:
    }
  }

  /** Whatever had not ended will not: the session rests, or goes on elsewhere. */
  private cut(): void {
    this.spans.model.cut();
    this.spans.tools.cut();
    this.spans.checks.cut();
  }
}

/** Of its kind there is one at a time: what was begun before and never ended was cut off. */
function begin(spans: Spans, entry: number): void {
  spans.cut();
  spans.begin(entry);
}

function close(spans: Spans, columns: Columns, link: number, entry: number): void {
  if (link > 0 && link <= entry) spans.end(columns, link - 1, entry);
}
