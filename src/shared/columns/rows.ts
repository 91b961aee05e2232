/**
 * The rows of the event list, as numbers: turns with what they did, a call with its result, a check with its criteria. A row
 * is known by the entry that it begins with; every entry has a row, its own or the one that it is shown in.
 */
import type { Columns } from './columns.ts';
import { isFailure, kindNumber, Role, roleOf } from './event-kinds.ts';
import { GrowingInts } from './growing.ts';

const SNAPSHOT = kindNumber('workspace.snapshot');
const COMPACTED = kindNumber('context.compacted');
const NONE = -1;

export class Rows {
  /** Entries that rows begin with, ascending. */
  readonly heads = new GrowingInts();
  /** Number of the turn that a row belongs to or begins; 0: none. */
  readonly turns = new GrowingInts();
  /** Rows that begin a turn, by its number less one. */
  readonly turnRows = new GrowingInts();
  /** Row of each entry. */
  readonly of = new GrowingInts();
  /** Entries that failed, one a row. */
  readonly failures = new GrowingInts();
  /** The first row that is known; 0 but in an outline. */
  from = 0;
  /** Row of the turn, the self-check and the gate that are under way. */
  private turn = NONE;
  private check = NONE;
  private gate = NONE;

  get length(): number {
    return this.heads.length;
  }

  /** True for a row that the model's request begins. */
  isTurn(row: number): boolean {
    const turn = this.turns.at(row);
    return turn > 0 && this.turnRows.at(turn - 1) === row;
  }

  /** Adds the entries that the columns have and this has not. */
  extend(columns: Columns): void {
    this.of.reserve(columns.length);
    const { flags, kind } = columns;
    for (let entry = this.of.length; entry < columns.length; entry += 1) {
      const row = this.place(columns, entry, kind[entry] ?? 0);
      this.of.values[entry] = row;
      this.of.length = entry + 1;
      if (isFailure(flags[entry] ?? 0)) this.noteFailure(entry, row, kind[entry] ?? 0);
    }
  }

  private noteFailure(entry: number, row: number, kind: number): void {
    // An attempt that failed has an error after it, which is the row.
    if (roleOf(kind) === Role.turnEnd && this.turn !== row) return;
    const last = this.failures.last();
    if (last === undefined || this.of.at(last) !== row) this.failures.push(entry);
  }

  private place(columns: Columns, entry: number, kind: number): number {
    switch (roleOf(kind)) {
      case Role.row:
        if (kind === COMPACTED) this.dropEmptyTurn();
        return this.begin(entry, this.openTurn());
      case Role.part: {
        const linked = columns.link[entry] ?? 0;
        // A snapshot that no call made has nothing to be shown in.
        return linked === 0 && kind === SNAPSHOT ? this.begin(entry, this.openTurn()) : this.rowOf(linked);
      }
      case Role.turn:
        this.dropEmptyTurn();
        this.turn = this.begin(entry, this.turnRows.length + 1);
        this.turnRows.push(this.turn);
        return this.turn;
      case Role.turnEnd:
        if (isFailure(columns.flags[entry] ?? 0)) this.dropEmptyTurn();
        return this.turn === NONE ? this.last() : this.turn;
      case Role.check:
        // Begun again after a crash: the first beginning said the same.
        if (this.check === NONE) this.check = this.outside(entry);
        return this.check;
      case Role.gate:
        if (this.gate === NONE) this.gate = this.outside(entry);
        return this.gate;
      case Role.checkEnd: {
        const row = this.check === NONE ? this.rowOf(columns.link[entry] ?? 0) : this.check;
        this.check = NONE;
        return row;
      }
      case Role.gateEnd: {
        const row = this.gate === NONE ? this.rowOf(columns.link[entry] ?? 0) : this.gate;
        this.gate = NONE;
        return row;
      }
      default:
        return this.last();
    }
  }

  private begin(entry: number, turn: number): number {
    this.heads.push(entry);
    this.turns.push(turn);
    return this.heads.length - 1;
  }

  /** A row that belongs to no turn, and after which none goes on. */
  private outside(entry: number): number {
    this.dropEmptyTurn();
    this.turn = NONE;
    return this.begin(entry, 0);
  }

  private openTurn(): number {
    return this.turn === NONE ? 0 : (this.turns.values[this.turn] ?? 0);
  }

  private rowOf(seq: number): number {
    const last = this.last();
    return seq > 0 && seq <= this.of.length ? Math.min(this.of.values[seq - 1] ?? 0, last) : last;
  }

  private last(): number {
    return Math.max(0, this.heads.length - 1);
  }

  /** An attempt that brought nothing has no row of its own: its error, or what it was for, stands there. */
  private dropEmptyTurn(): void {
    if (this.turn === NONE || this.turn !== this.heads.length - 1) return;
    this.heads.length -= 1;
    this.turns.length -= 1;
    this.turnRows.length -= 1;
    this.turn = NONE;
  }
}
