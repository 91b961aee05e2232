import { expect, test } from 'vitest';
import { formatEventLink, parseEventLink } from './event-link.ts';

const session = 'sesn_0mfx1a2b3c0000aabbccddeeff';
const event = 'sevt_0mfx1a2b3c0001aabbccddeeff';

test('a link reads back as what it was made of', () => {
  expect(parseEventLink(formatEventLink({ session, event }))).toEqual({ session, event });
  expect(parseEventLink(formatEventLink({ session, event: null }))).toEqual({ session, event: null });
  expect(parseEventLink(`  drover://session/${session}/${event}/\n`)).toEqual({ session, event });
});

test('anything else is no link', () => {
  const others = [
    '',
    session,
    `https://session/${session}`,
    `drover://session/../${session}`,
    `drover://session/${session}/${event}?x=1`,
    `drover://session/${session}/${session}`,
    `drover://session/${session}/sevt_1 2345678901`,
    `x drover://session/${session}`,
    `drover://session/sesn_<script>`,
  ];
  expect(others.map(parseEventLink)).toEqual(others.map(() => null));
});
