import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { SpecMistake } from '../../../../shared/spec.ts';

/** A mistake at its line. */
export function diagnostic(doc: Text, { line, message }: SpecMistake, severity: 'error' | 'warning'): Diagnostic {
  const { from, to, text } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return { from: from + (text.length - text.trimStart().length), to, severity, message };
}
