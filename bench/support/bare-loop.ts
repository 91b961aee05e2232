/** The least that a durable agent loop costs: the SDK, a spawned bash, a commit an answer and a commit a result. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Anthropic from '@anthropic-ai/sdk';
import { connectWriter } from '../../src/main/log/connect.ts';
import type { RehearsalProcess } from './rehearsal-process.ts';

export async function runBareLoop(server: RehearsalProcess, folder: string): Promise<void> {
  mkdirSync(folder);
  const log = connectWriter(join(folder, 'log.db'));
  log.exec('CREATE TABLE event(id INTEGER PRIMARY KEY, data TEXT NOT NULL)');
  const insert = log.prepare<[string]>('INSERT INTO event(data) VALUES (?)');
  const client = new Anthropic({ baseURL: server.baseURL('bare'), apiKey: server.key, maxRetries: 0 });
  const properties = { command: { type: 'string' } };
  const tools: Anthropic.Tool[] = [{ name: 'bash', description: 'Runs a command.', input_schema: { type: 'object', properties } }];
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Count.' }];
  for (;;) {
    const answer = await client.messages.stream({ model: server.model, max_tokens: 16_000, tools, messages }).finalMessage();
    insert.run(JSON.stringify(answer));
    messages.push({ role: 'assistant', content: answer.content.flatMap(asParam) });
    const call = answer.content.find((block) => block.type === 'tool_use');
    if (call === undefined) break;
    const result = { type: 'tool_result' as const, tool_use_id: call.id, content: await bash(call.input, folder) };
    insert.run(JSON.stringify(result));
    messages.push({ role: 'user', content: [result] });
  }
  log.close();
}

/** The rehearsal takes what the API documents, without the nulls that answers carry. */
function asParam(block: Anthropic.ContentBlock): Anthropic.ContentBlockParam[] {
  if (block.type === 'text') return [{ type: 'text', text: block.text }];
  return block.type === 'tool_use' ? [{ type: 'tool_use', id: block.id, name: block.name, input: block.input }] : [];
}

async function bash(input: unknown, cwd: string): Promise<string> {
  const { command } = input as { command: string }; // the script's own
  const child = spawn('bash', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return stdout + stderr;
}
