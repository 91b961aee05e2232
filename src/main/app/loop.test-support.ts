/** Sessions through every real part, for tests of what a user does between them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { SessionEvent } from '../../shared/events.ts';
import { DEMO_SLUG, makeDemoProject } from '../demo/project.ts';
import { openDrover, type Drover } from './drover.ts';
import { REHEARSAL } from './providers.ts';

export const TIME_LIMIT_MS = 90_000;

export interface Stage {
  readonly drover: Drover;
  readonly dataDir: string;
  /** A second application on the same data, as a terminal beside the window is. Closed at the end. */
  beside(): Promise<Drover>;
  /** Closes the application and opens it anew. */
  reopen(between?: () => Promise<void>): Promise<void>;
  project(): Promise<string>;
  /** Another spec in the demo's project. @returns its slug */
  spec(slug: string, text: string): Promise<string>;
  start(model: string, slug?: string): Promise<string>;
  /** Resolves when the session rests; its newest event then says how. */
  rested(session: string): Promise<void>;
  /** As `start`, to its rest. */
  run(model: string, slug?: string): Promise<string>;
  event(session: string, wanted: (event: SessionEvent) => boolean): Promise<SessionEvent>;
  types(session: string): string[];
}

export function stage(): Stage {
  const resources = resolve(import.meta.dirname, '../../../resources');
  let dataDir = '';
  let drover: Drover | undefined;
  const others: Drover[] = [];
  const open = () => openDrover({ dataDir, resources, cipher: null, hurry: true, retry: { attempts: 4, baseMs: 1, maxMs: 10 } });
  const current = (): Drover => {
    if (drover === undefined) throw new Error('not open yet');
    return drover;
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'drover-loop-'));
    drover = await open();
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
    await drover?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const made: Stage = {
    get drover() {
      return current();
    },
    get dataDir() {
      return dataDir;
    },
    async beside() {
      const other = await open();
      others.push(other);
      return other;
    },
    async reopen(between) {
      await current().close();
      await between?.();
      drover = await open();
    },
    project: () => makeDemoProject(join(resources, 'demo', 'project'), join(dataDir, 'demo-project')),
    async spec(slug, text) {
      await current().projects.saveSpec(await made.project(), slug, text, null);
      return slug;
    },
    async start(model, slug = DEMO_SLUG) {
      const project = await made.project();
      return current().dispatch({ project, slug, provider: REHEARSAL, model, target: 'local' });
    },
    async rested(session) {
      for await (const event of current().log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) {
        if (event.type === 'session.status_idle' && event.seq === current().log.head(session)) return;
      }
      throw new Error(`it never rested: ${made.types(session).join(', ')}`);
    },
    async run(model, slug) {
      const session = await made.start(model, slug);
      await made.rested(session);
      return session;
    },
    async event(session, wanted) {
      for await (const event of current().log.subscribe(session, 1, AbortSignal.timeout(TIME_LIMIT_MS))) if (wanted(event)) return event;
      throw new Error(`it never came; there was: ${made.types(session).join(', ')}`);
    },
    types: (session) =>
      current()
        .log.getEvents(session)
        .map((event) => event.type),
  };
  return made;
}
