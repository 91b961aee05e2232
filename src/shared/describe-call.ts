/** One line for a card: what a call does, e.g. `bash npm test`. */
export function describeCall(call: { name: string; input: Record<string, unknown> }): string {
  const subject = call.input['command'] ?? call.input['path'] ?? call.input['pattern'];
  return typeof subject === 'string' ? `${call.name} ${firstLine(subject)}` : call.name;
}

export function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
