import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { problemText, toProblem } from '../../shared/problem.ts';

/** A tool's answer is one JSON document; what went wrong is an answer too, in words. */
export async function answer(tool: string, work: () => unknown): Promise<CallToolResult> {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(await work(), null, 2) }] };
  } catch (error) {
    return { isError: true, content: [{ type: 'text', text: problemText(toProblem(error, tool)) }] };
  }
}

/** Never half of a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}… (${text.length} characters in all)`;
}
