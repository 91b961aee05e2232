/** The calls of a session and its subagents, so that a subagent's conversation can name the one that began it. */
import { lineKey } from './ids.ts';
import type { CallsState } from './translator-state.ts';

export interface Call {
  session: string;
  /** Id of the `agent.tool_use` event. */
  id: string;
}

export interface Calls {
  made(call: Call, prompt: string | null): void;
  /** A call's result named the subagent that it ran. */
  ran(call: Call, agent: string): void;
  /** By the subagent's name, else by the words that it was given. */
  whichBegan(agent: string, prompt: string | null): Call | null;
  state(): CallsState;
  /** Takes up what another import has read. */
  know(state: CallsState): void;
}

export function createCalls(): Calls {
  const byAgent = new Map<string, Call>();
  /** By the digest of the words: they may be long. */
  const byPrompt = new Map<string, Call>();
  return {
    made: (call, prompt) => void (prompt !== null && byPrompt.set(lineKey(prompt), call)),
    ran: (call, agent) => void byAgent.set(agent, call),
    whichBegan: (agent, prompt) => byAgent.get(agent) ?? (prompt === null ? null : (byPrompt.get(lineKey(prompt)) ?? null)),
    state: () => ({ byAgent: rowsOf(byAgent), byPrompt: rowsOf(byPrompt) }),
    know(state) {
      for (const [agent, session, id] of state.byAgent) byAgent.set(agent, { session, id });
      for (const [prompt, session, id] of state.byPrompt) byPrompt.set(prompt, { session, id });
    },
  };
}

const rowsOf = (calls: ReadonlyMap<string, Call>): [string, string, string][] =>
  [...calls].map(([key, { session, id }]) => [key, session, id]);
