/** The calls of a session and its subagents, so that a subagent's conversation can name the one that began it. */

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
}

export function createCalls(): Calls {
  const byAgent = new Map<string, Call>();
  const byPrompt = new Map<string, Call>();
  return {
    made: (call, prompt) => void (prompt !== null && byPrompt.set(prompt, call)),
    ran: (call, agent) => void byAgent.set(agent, call),
    whichBegan: (agent, prompt) => byAgent.get(agent) ?? (prompt === null ? null : (byPrompt.get(prompt) ?? null)),
  };
}
