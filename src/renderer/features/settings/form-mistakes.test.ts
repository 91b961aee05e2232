import { expect, test } from 'vitest';
import { Provider } from '../../../shared/settings.ts';
import { formMistakes, newId } from './form-mistakes.ts';

test('each field has its first mistake', () => {
  const mistakes = formMistakes(Provider, { id: 'a', name: 'A', baseURL: 'ftp://x', models: [], versionHeader: '' });
  expect(mistakes.get('baseURL')).toContain('http');
  expect(mistakes.get('models')).toBe('add at least one model');
});

test('a new id is made of the name', () => {
  expect(newId('My Gateway', ['my-gateway'])).toBe('my-gateway-2');
  expect(newId('…', [])).toBe('new');
});
