/** Signatures of thinking blocks: made from the text alone, so that a changed block is found out without any memory. */
import { createHash } from 'node:crypto';

export function signatureOf(thinking: string): string {
  return createHash('sha256').update(`rehearsal thinking\n${thinking}`).digest('base64');
}

export function isGenuineSignature(thinking: string, signature: string): boolean {
  return signature === signatureOf(thinking);
}

/** Opaque data that stands for a text, with its own seal. */
export function redact(text: string): string {
  const hidden = Buffer.from(text, 'utf8').toString('base64url');
  return `${hidden}.${signatureOf(hidden).slice(0, 22)}`;
}

export function isGenuineRedaction(data: string): boolean {
  const [hidden = '', seal = ''] = data.split('.');
  return seal === signatureOf(hidden).slice(0, 22);
}
