import { visibleText } from '../../shared/visible-text.ts';

/** Turns text of a session into text of a page: nothing in it is markup, steers the reader or is a known secret. */
export type Escape = (text: string) => string;

/** @param mask takes known secrets out; it sees the text as a reader would, without what colours a terminal */
export function escaper(mask: (text: string) => string): Escape {
  return (text) => escapeHtml(visibleText(mask(withoutColours(text))));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Sequences of a terminal: colours and cursor moves (CSI), titles and links (OSC), which end with BEL or ST. */
function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  return text.replace(/\r\n/g, '\n').replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, '');
}
