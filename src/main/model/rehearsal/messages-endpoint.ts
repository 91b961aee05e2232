/** One request to POST /v1/messages: read, held to the API's rules, and given the step of its script. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { answersIn, lastUserText, misfit, missingTool, replyOf, stepAt, summaryReply } from './choose.ts';
import type { FaultCounter } from './faults.ts';
import { formReply } from './forms.ts';
import { conversationOf, messageFor, promptTokens } from './message.ts';
import { play } from './play.ts';
import { brokenRule, MessagesRequest } from './request.ts';
import { type ApiError, apiError, sendError } from './respond.ts';
import type { RehearsalScript, ScriptStep } from './script.ts';

/** A request as it came, for tests and for the curious. */
export interface SeenRequest {
  model: string;
  body: MessagesRequest;
  headers: IncomingHttpHeaders;
}

export interface Rehearsal {
  key: string;
  scripts: ReadonlyMap<string, RehearsalScript>;
  hurry: boolean;
  faults: FaultCounter;
  saw(request: SeenRequest): void;
}

export async function answer(rehearsal: Rehearsal, body: string, headers: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
  const request = parse(body);
  if ('status' in request) return sendError(response, request);
  rehearsal.saw({ model: request.model, body: request, headers });
  const script = rehearsal.scripts.get(request.model);
  if (script === undefined) return sendError(response, apiError(404, `model: ${request.model}`));
  const broken = brokenRule(request, (number) => stepAt(script, number)?.stop === 'pause_turn');
  if (broken !== undefined) return sendError(response, apiError(400, broken));

  const tokens = promptTokens(request);
  if (tokens > script.contextTokens) {
    return sendError(response, apiError(400, `prompt is too long: ${tokens} tokens > ${script.contextTokens} maximum`));
  }

  const number = answersIn(request, script);
  const said = lastUserText(request);
  // Whoever asks for a single token wants to know whether the model is there, not to play the script.
  const summary = summaryReply(request, number) ?? formReply(request, script);
  const step = request.max_tokens === 1 ? READY : summary === undefined ? stepAt(script, number) : undefined;
  const reply = summary ?? replyOf(step, said, request, number);
  const unfit = (step && misfit(step, said)) ?? missingTool(reply, request);
  if (unfit !== undefined) {
    return sendError(response, apiError(400, `rehearsal script “${request.model}”, step ${number + 1}: ${unfit}`));
  }
  const conversation = conversationOf(request);
  const fault =
    summary === undefined
      ? step && rehearsal.faults.next(conversation, number, step)
      : rehearsal.faults.next(`summary ${conversation}`, number, { faults: script.summaryFaults });
  const shown = fault?.kind === 'empty' ? { content: [], stop: 'end_turn' as const } : reply;
  await play({
    message: messageFor(request, shown, number, said, step?.usage),
    stream: request.stream === true,
    delayMs: rehearsal.hurry ? 0 : (step?.delayMs ?? script.pace.delayMs),
    chunkMs: rehearsal.hurry ? 0 : (step?.chunkMs ?? script.pace.chunkMs),
    oddities: step?.oddities ?? [],
    fault,
    key: rehearsal.key,
    response,
  });
}

const READY: ScriptStep = {
  content: [{ type: 'text', text: 'ready' }],
  stop: 'max_tokens',
  expect: [],
  when: [],
  faults: [],
  oddities: [],
};

function parse(body: string): MessagesRequest | ApiError {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return apiError(400, 'The request body is not valid JSON');
  }
  const parsed = MessagesRequest.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return apiError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}
