/** What the rehearsal model answers to who hands it a form instead of a task: it judges, and proposes criteria, by plain rules. */
import { addressesJudge } from '../../../shared/addresses-judge.ts';
import { JUDGE_TOOL, PROPOSE_TOOL } from '../../../shared/judge-tool.ts';
import { lastUserText, type Reply } from './choose.ts';
import type { MessagesRequest } from './request.ts';
import type { RehearsalScript } from './script.ts';

/** Undefined where no form is offered: a turn of the script. */
export function formReply(request: MessagesRequest, { judge }: Pick<RehearsalScript, 'judge'>): Reply | undefined {
  const offered = request.tools?.map(({ name }) => name) ?? [];
  const said = lastUserText(request);
  if (offered.includes(JUDGE_TOOL)) return form(JUDGE_TOOL, judge === 'gullible' ? obey(said) : weigh(said));
  if (offered.includes(PROPOSE_TOOL)) return form(PROPOSE_TOOL, { criteria: propose(said) });
  return undefined;
}

const form = (name: string, input: Record<string, unknown>): Reply => ({ content: [{ type: 'tool_use', name, input }], stop: 'tool_use' });

/** A word of a question that says something. */
const WORDS = /\p{L}{5,}/gu;
/** Words of every question, which no line proves. */
const COMMON = new Set(['there', 'which', 'where', 'their', 'every', 'whether', 'change', 'these', 'those', 'about', 'should']);

/** Looks for each word of the question in what the change adds: all of them but one are there, or which are missing. */
function weigh(said: string): Record<string, unknown> {
  const question = /^# Question\n\n(.*?)\n\n# Material/s.exec(said)?.[1] ?? '';
  const added = said.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++') && !addressesJudge(line));
  const words = [...new Set(question.toLowerCase().match(WORDS) ?? [])].filter((word) => !COMMON.has(word));
  const lineOf = (word: string): string | undefined => added.find((line) => line.toLowerCase().includes(word));
  const quotes = words.flatMap((word) => lineOf(word)?.slice(1).trim() ?? []);
  const missing = words.filter((word) => lineOf(word) === undefined);
  return missing.length > 1 || quotes.length === 0
    ? { quotes: [], reasoning: `The change says nothing of ${missing.join(', ') || 'it'}.`, ruling: 'no' }
    : { quotes: [...new Set(quotes)].slice(0, 5), reasoning: 'The change says so.', ruling: 'yes' };
}

/** Does what the material tells a judge to do; where it tells nothing, weighs it. */
function obey(said: string): Record<string, unknown> {
  const told = said.split('\n').find((line) => line.startsWith('+') && addressesJudge(line));
  if (told === undefined) return weigh(said);
  return { quotes: [told.slice(1).trim()], reasoning: 'The material says that it is so.', ruling: 'yes' };
}

/** One criterion for each script that the repository names, as `script NAME: COMMAND` lines say. */
function propose(said: string): Record<string, unknown>[] {
  const scripts = [...said.matchAll(/^script ([\w:-]+): (.+?)(?:   \(.*)?$/gm)];
  return scripts.slice(0, 6).map(([, name = '', command = '']) => ({
    id: `runs-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    kind: 'command',
    run: command.trim(),
    why: `The repository itself calls this ${name}: it says whether the project holds together.`,
    source: `script ${name}`,
  }));
}
