/** The worker's tools: their schemas, and how a call becomes an operation of the sandbox. */
import { z } from 'zod';
import type { ToolDefinition } from '../../shared/model.ts';
import type { Operation } from '../../shared/sandbox.ts';
import type { EventsQuery } from './get-events.ts';

const DEFAULT_COMMAND_SECONDS = 120;

const schemas = {
  bash: z.object({
    command: z.string().min(1).describe('A line for `sh -c`, run at the top of the project.'),
    timeout_seconds: z.number().int().min(1).max(3600).optional().describe(`Limit in seconds, ${DEFAULT_COMMAND_SECONDS} by default.`),
  }),
  read: z.object({
    path: z.string().min(1),
    offset: z.number().int().min(1).optional().describe('First line, from 1.'),
    limit: z.number().int().min(1).optional().describe('How many lines.'),
  }),
  write: z.object({ path: z.string().min(1), content: z.string() }),
  edit: z.object({
    path: z.string().min(1),
    old_text: z.string().min(1).describe('Text that stands in the file exactly once (or anywhere, with `all`).'),
    new_text: z.string(),
    all: z.boolean().optional(),
  }),
  glob: z.object({ pattern: z.string().min(1).describe('For example src/**/*.ts'), path: z.string().optional() }),
  grep: z.object({
    pattern: z.string().min(1).describe('An extended regular expression.'),
    path: z.string().optional(),
    glob: z.string().optional().describe('Only files whose path matches.'),
    ignore_case: z.boolean().optional(),
  }),
  check_criteria: z.object({}),
  report_impossible: z.object({
    reason: z.string().min(1).max(4000).describe('Why it cannot be done as it is specified: what contradicts what, or what is missing.'),
  }),
  get_events: z.object({
    from: z.number().int().min(1).optional().describe('First event, from 1.'),
    to: z.number().int().min(1).optional().describe('Last event. The same as `from` gives that event whole.'),
    types: z.array(z.string()).optional().describe('For example agent.tool_result, or agent for all that begin so.'),
    text: z.string().min(1).optional().describe('Only events in which this text occurs.'),
    limit: z.number().int().min(1).max(200).optional(),
  }),
};
type ToolName = keyof typeof schemas;

const descriptions: Record<ToolName, string> = {
  bash: 'Runs a command and returns its output and exit code. Each call has a shell of its own.',
  read: 'Returns the text of a file, or of some of its lines.',
  write: 'Creates or replaces a file, with its folders.',
  edit: 'Replaces a piece of text in a file.',
  glob: 'Lists the files that match a glob, newest first; ignored files are left out.',
  grep: 'Finds lines: path:line:text.',
  check_criteria: 'Runs the acceptance criteria and returns which hold and which fail, and why.',
  report_impossible:
    'Ends the work without a result, where the task cannot be done as it is specified. The user reads the reason and decides. Not for a task that is hard, or a criterion that fails so far.',
  get_events:
    'Reads the log of this session, oldest first: your own words, calls and results, and what you were told. What a summary stands for is still there.',
};

export const toolDefinitions: ToolDefinition[] = (Object.keys(schemas) as ToolName[]).map((name) => {
  const { properties, required } = z.toJSONSchema(schemas[name]);
  return {
    name,
    description: descriptions[name],
    input_schema: { type: 'object', properties: properties ?? {}, ...(required === undefined ? {} : { required }) },
  };
});

export type ToolCall =
  | { kind: 'operation'; operation: Operation }
  | { kind: 'check_criteria' }
  | { kind: 'report_impossible'; reason: string }
  | { kind: 'get_events'; query: EventsQuery }
  | { kind: 'invalid'; message: string };

/** Reads what the model asked for. A name or an input that does not fit is told to the model, never run. */
export function readToolCall(name: string, input: Record<string, unknown>): ToolCall {
  if (!isToolName(name))
    return { kind: 'invalid', message: `There is no tool "${name}". The tools are: ${Object.keys(schemas).join(', ')}.` };
  const parsed = schemas[name].safeParse(input);
  if (!parsed.success) return { kind: 'invalid', message: `The input of ${name} does not fit: ${z.prettifyError(parsed.error)}` };
  switch (name) {
    case 'check_criteria':
      return { kind: 'check_criteria' };
    case 'report_impossible':
      return { kind: 'report_impossible', reason: schemas.report_impossible.parse(input).reason };
    case 'get_events':
      return { kind: 'get_events', query: schemas.get_events.parse(input) };
    default:
      return { kind: 'operation', operation: toOperation(name, input) };
  }
}

function toOperation(
  name: Exclude<ToolName, 'check_criteria' | 'report_impossible' | 'get_events'>,
  input: Record<string, unknown>,
): Operation {
  switch (name) {
    case 'bash': {
      const { command, timeout_seconds = DEFAULT_COMMAND_SECONDS } = schemas.bash.parse(input);
      return { op: 'command', command, timeoutMs: timeout_seconds * 1000 };
    }
    case 'read':
      return { op: 'read', ...given(schemas.read.parse(input)) };
    case 'write':
      return { op: 'write', ...schemas.write.parse(input) };
    case 'edit': {
      const { path, old_text, new_text, all } = schemas.edit.parse(input);
      return { op: 'edit', path, oldText: old_text, newText: new_text, ...(all === undefined ? {} : { all }) };
    }
    case 'glob':
      return { op: 'glob', ...given(schemas.glob.parse(input)) };
    case 'grep': {
      const { ignore_case, ...rest } = schemas.grep.parse(input);
      return { op: 'grep', ...given(rest), ...(ignore_case === undefined ? {} : { ignoreCase: ignore_case }) };
    }
  }
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object without its undefined fields, which exact optional types tell apart from missing ones. */
function given<T extends object>(value: T): Given<T> {
  // Entries lose their key types; only fields that were undefined are gone.
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Given<T>;
}

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(schemas, name);
}
