/** The model's window is a view of the log: events in, messages out. Pure, and stable as the log grows. */
import type { SessionEvent } from '../../shared/events.ts';
import type { AssistantBlock, ModelMessage, UserBlock } from '../../shared/model.ts';
import { criterionTitle, type Criterion } from '../../shared/criteria.ts';
import type { Spec } from '../../shared/spec.ts';

/** Builds the conversation event by event, so that a driver pays for each event once. */
export function createContext(): { add(event: SessionEvent): void; messages(): ModelMessage[] } {
  const messages: ModelMessage[] = [];
  /** Event id of a call -> the provider's id of it. */
  const calls = new Map<string, string>();

  const say = (block: AssistantBlock): void => {
    const last = messages.at(-1);
    if (last?.role === 'assistant') messages[messages.length - 1] = { role: 'assistant', content: [...last.content, block] };
    else messages.push({ role: 'assistant', content: [block] });
  };
  const tell = (block: UserBlock): void => {
    const last = messages.at(-1);
    const before = last?.role === 'user' ? last.content : [];
    // The API wants the results of a turn's calls before any other word.
    const content = block.type === 'tool_result' ? insertResult(before, block) : [...before, block];
    if (last?.role === 'user') messages[messages.length - 1] = { role: 'user', content };
    else messages.push({ role: 'user', content });
  };

  return {
    messages: () => messages,
    add(event) {
      switch (event.type) {
        case 'user.define_outcome':
          return tell({ type: 'text', text: taskText(event.spec) });
        case 'user.message':
        case 'system.message':
          for (const block of event.content) if (block.text.trim() !== '') tell({ type: 'text', text: block.text });
          return;
        case 'agent.thinking':
          return say(event.block);
        case 'agent.message':
          for (const block of event.content) if (block.text.trim() !== '') say({ type: 'text', text: block.text });
          return;
        case 'agent.tool_use':
          calls.set(event.id, event.model_tool_use_id);
          return say({ type: 'tool_use', id: event.model_tool_use_id, name: event.name, input: event.input });
        case 'agent.tool_result':
          return tell({
            type: 'tool_result',
            tool_use_id: calls.get(event.tool_use_id) ?? event.tool_use_id,
            content: event.content.map((block) => block.text).join('\n'),
            is_error: event.is_error,
          });
        default:
          return;
      }
    },
  };
}

function insertResult(before: UserBlock[], result: UserBlock): UserBlock[] {
  const at = before.findIndex((block) => block.type !== 'tool_result');
  return at === -1 ? [...before, result] : [...before.slice(0, at), result, ...before.slice(at)];
}

/** The first message: the goal, and what will be checked. Held-out criteria are never named. */
export function taskText(spec: Spec): string {
  const shown = spec.criteria.filter((criterion) => criterion.visibility === 'shown');
  const list = shown.map((criterion) => `- ${criterion.id}: ${criterionText(criterion)}`).join('\n');
  return `# ${spec.title}\n\n${spec.goal.trim()}\n\n## Acceptance criteria\n${list || '- (none are shown; the goal itself is checked)'}`;
}

function criterionText(criterion: Criterion): string {
  const title = criterion.title === undefined ? '' : ` (${criterionTitle(criterion)})`;
  if (criterion.kind === 'command') {
    const output = criterion.output === undefined ? '' : ` and its output matches /${criterion.output}/`;
    return `\`${criterion.run}\` exits ${criterion.exitCode}${output}${title}`;
  }
  if (!criterion.exists) return `\`${criterion.path}\` does not exist${title}`;
  const matches = criterion.matches === undefined ? '' : ` and matches /${criterion.matches}/`;
  return `\`${criterion.path}\` exists${matches}${title}`;
}
