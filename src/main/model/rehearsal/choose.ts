/** Which step of a script answers a request. Pure: the request alone decides, so nothing is lost with the server. */
import { createHash } from 'node:crypto';
import { COACHING_HEADING } from '../../../shared/coaching/coaching-heading.ts';
import { COMPACTION_HEADING } from '../../../shared/compaction.ts';
import { conversationOf } from './message.ts';
import { blocksOf, type MessagesRequest } from './request.ts';
import type { Branch, RehearsalScript, ScriptBlock, ScriptStep } from './script.ts';

export interface Reply {
  content: ScriptBlock[];
  stop: NonNullable<ScriptStep['stop']>;
}

/** The step for the answer with this number, from 0; undefined after the end of a script that does not repeat. */
export function stepAt(script: RehearsalScript, answer: number): ScriptStep | undefined {
  return script.steps[script.repeat ? answer % script.steps.length : answer];
}

/** How many answers the conversation has had. A paused answer and the one that went on from it may have become one message. */
export function answersIn(request: MessagesRequest, script: RehearsalScript): number {
  let answers = 0;
  for (const { role, content } of request.messages) {
    if (role === 'user') answers += summarizedAnswers(blocksOf(content));
    if (role !== 'assistant') continue;
    const step = stepAt(script, answers);
    const goneOn = step?.stop === 'pause_turn' && blocksOf(content).length > step.content.length;
    answers += goneOn ? 2 : 1;
  }
  return answers;
}

/** The summary that the model itself wrote says how many answers it stands for, as a model remembers how far it came. */
function summarizedAnswers(blocks: ReturnType<typeof blocksOf>): number {
  const texts = blocks.map((block) => (block.type === 'text' ? block.text : ''));
  return texts.reduce((sum, text) => sum + Number(/\bafter (\d+) answers\b/.exec(text)?.[1] ?? 0), 0);
}

/** The reply to whoever asks for a summary of the conversation; undefined where it is a turn of the script. */
export function summaryReply(request: MessagesRequest, answers: number): Reply | undefined {
  if (!lastUserText(request).includes(COMPACTION_HEADING)) return undefined;
  const called = request.messages
    .flatMap(({ content }) => blocksOf(content))
    .flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
  const tools = [...new Set(called)].join(', ') || 'nothing';
  return { content: [{ type: 'text', text: `This is how it stands after ${answers} answers. I used: ${tools}.` }], stop: 'end_turn' };
}

/** What the script's author sees of the conversation: the text and the results of the last user message. */
export function lastUserText(request: MessagesRequest): string {
  const last = request.messages.findLast(({ role }) => role === 'user');
  const texts = blocksOf(last?.content ?? []).map((block) => {
    if (block.type === 'text') return block.text;
    if (block.type !== 'tool_result') return '';
    return blocksOf(block.content ?? [])
      .map((inner) => (inner.type === 'text' ? inner.text : ''))
      .join('\n');
  });
  return texts.join('\n');
}

/** Why the step does not fit what was said last, or undefined where it does. */
export function misfit(step: ScriptStep, said: string): string | undefined {
  const missed = step.expect.find((pattern) => !matches(pattern, said));
  if (missed === undefined) return undefined;
  return `the script expects /${missed}/ in the last user message, which says: ${JSON.stringify(said.slice(0, 400))}`;
}

/** @param answer its number, from 0 */
export function replyOf(step: ScriptStep | undefined, said: string, request: MessagesRequest, answer: number): Reply {
  if (step === undefined) return { content: [{ type: 'text', text: 'I have nothing to add.' }], stop: 'end_turn' };
  const { content, stop } = step.when.find((branch) => isTaken(branch, said, request, answer)) ?? step;
  return { content, stop: stop ?? (content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn') };
}

function isTaken({ match, told = [], untold = [], rate }: Branch, said: string, request: MessagesRequest, answer: number): boolean {
  if (match !== undefined && !matches(match, said)) return false;
  const coaching = coachingOf(request);
  if (told.some((pattern) => !matches(pattern, coaching)) || untold.some((pattern) => matches(pattern, coaching))) return false;
  return rate === undefined || draw(`${conversationOf(request)} ${answer}`) < rate;
}

/** What the worker was told beside its task; empty: nothing. */
function coachingOf({ messages }: MessagesRequest): string {
  const blocks = messages.flatMap(({ role, content }) => (role === 'user' ? blocksOf(content) : []));
  const texts = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return texts.find((text) => text.startsWith(COACHING_HEADING)) ?? '';
}

/** From 0 to 1, the same for the same name. */
function draw(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32;
}

/** Why the request cannot be given this reply: it calls a tool that is not offered, as no real model would. */
export function missingTool(reply: Reply, request: MessagesRequest): string | undefined {
  const offered = new Set(request.tools?.map(({ name }) => name));
  const called = reply.content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
  const missing = called.find((name) => !offered.has(name));
  return missing === undefined ? undefined : `it calls the tool “${missing}”, which the request does not offer`;
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern, 'imu').test(text);
}
