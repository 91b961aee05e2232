/** `drover search`: full text over all sessions. */
import type { SearchHit, SearchPage } from '../../shared/search.ts';
import type { Output } from './output.ts';
import { EXIT, UsageError } from './usage.ts';

interface SearchedLog {
  search(query: string, options: { after: number | null; limit: number }): Promise<SearchPage>;
}

/** An index that is not complete is waited for this long; what is there by then is the answer, and said to be. */
const INDEX_LIMIT_MS = 5 * 60_000;

/** Exit code 1 where nothing was found, as `grep` has it. */
export async function searchSessions(
  log: SearchedLog,
  query: string,
  options: { json: boolean; limit: number },
  output: Output,
  stop: AbortSignal,
): Promise<number> {
  const found: SearchHit[] = [];
  let page = await whole(log, query, Math.min(options.limit, AT_ONCE), output, stop);
  if (page.mistake !== null) throw new UsageError({ what: page.mistake, where: query, todo: 'Correct the query and search again.' });
  for (;;) {
    found.push(...page.hits.slice(0, options.limit - found.length));
    if (page.next === null || found.length >= options.limit || stop.aborted) break;
    page = await log.search(query, { after: page.next, limit: AT_ONCE });
  }
  if (page.behind > 0) output.note(`${page.behind} events are not indexed yet; hits among them are missing.`);
  if (options.json) await output.json(found.map(hitDocument));
  else
    for (const hit of found)
      await output.line(
        `${hit.session} ${String(hit.seq).padStart(5)}  ${hit.at.slice(0, 16).replace('T', ' ')}  ${hit.type}  ${hit.excerpt}`,
      );
  return found.length > 0 ? EXIT.ok : EXIT.failed;
}

const AT_ONCE = 200;

async function whole(log: SearchedLog, query: string, limit: number, output: Output, stop: AbortSignal): Promise<SearchPage> {
  const began = performance.now();
  for (let told = false; ;) {
    const page = await log.search(query, { after: null, limit });
    if (page.behind === 0 || page.mistake !== null || stop.aborted || performance.now() - began > INDEX_LIMIT_MS) return page;
    if (!told) output.note(`Indexing ${page.behind} events first.`);
    told = true;
  }
}

/** The names are a promise. */
function hitDocument({ session, title, seq, id, type, at, tool, excerpt, marks }: SearchHit) {
  return { session, title, seq, id, type, time: at, tool, excerpt, marks };
}
