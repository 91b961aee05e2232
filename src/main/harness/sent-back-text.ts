/** What the model reads when the user sends its work back. */
import type { BodyOf } from '../../shared/events.ts';
import type { ReviewComment } from '../../shared/verdict.ts';

export function sentBackText({ message, comments }: Omit<BodyOf<'verdict.sent_back'>, 'type'>): string {
  const remarks = comments.map(remark).join('\n\n');
  return [
    '# Sent back\n\nThe user has looked at your work and wants another iteration. What follows is what to do now; the task and its criteria still hold.',
    message.trim(),
    remarks === '' ? '' : `## Remarks on lines of your change\n\n${remarks}`,
    'Do this, then end your turn: the criteria are run again.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function remark({ path, side, line, quote, text }: ReviewComment): string {
  const where = side === 'new' ? `line ${line}` : `line ${line} as it was before your change`;
  const quoted = quote.trim() === '' ? '' : `\n${quote.trimEnd().replaceAll(/^/gm, '> ')}`;
  return `${path}, ${where}:${quoted}\n${text.trim()}`;
}
