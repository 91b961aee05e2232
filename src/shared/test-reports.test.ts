import { describe, expect, it } from 'vitest';
import { readReports } from './test-reports.ts';

const tap = ['tests 4', 'suites 0', 'pass 2', 'fail 1', 'cancelled 0', 'skipped 1', 'todo 0'].map((line) => `# ${line}\n`).join('');
const xml =
  '<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="9" time="0.1"><testsuite errors="0" failures="0" skipped="0" tests="99">';
const shown = (first: string, second: string): string => `${first}\n== report.xml ==\n${second}`;

describe('what the gate’s reporters say', () => {
  it('is the end of node’s', () => expect(readReports(shown(`ok 1 - a\n${tap}`, ''))).toEqual({ ran: 3, failed: 1, skipped: 1 }));
  it('is the first suite of pytest’s', () => expect(readReports(shown('', xml))).toEqual({ ran: 6, failed: 3, skipped: 3 }));
  it.each([
    ['nobody reported', shown('', '')],
    ['both did', shown(tap, xml)],
    ['it was cut off', 'ok 1 - a\n# tests 4\n'],
    ['code under test printed another summary', shown(tap + tap, '')],
    ['a count is missing', shown('', '<testsuite errors="0" tests="2">')],
  ])('is nothing where %s', (_why, text) => expect(readReports(text)).toBeNull());
});
