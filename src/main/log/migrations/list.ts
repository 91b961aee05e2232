import { sql as events } from './0001-events.ts';
import { sql as idsByBlock } from './0002-ids-by-block.ts';

/** In order and for ever: entry n brings a database from `user_version` n to n + 1. Released entries never change. */
export const migrations: readonly string[] = [events, idsByBlock];
