import type { NewEvent } from '../../shared/events.ts';

export const message = (text: string): NewEvent => ({ type: 'user.message', content: [{ type: 'text', text }] });

export const messages = (count: number): NewEvent[] => Array.from({ length: count }, (_, i) => message(`message ${i}`));
