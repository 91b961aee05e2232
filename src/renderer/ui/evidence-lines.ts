/** What a folded result shows of its evidence: three lines at most, those that tell most. Pure. */
import { excerptText, type CriterionResult } from '../../shared/criteria.ts';

const MOST = 3;

export function evidenceText(result: CriterionResult): string {
  return [result.evidence.stdout, result.evidence.stderr]
    .map(excerptText)
    .filter((text) => text !== '')
    .join('\n');
}

export function evidenceLines(result: CriterionResult): string[] {
  switch (result.kind) {
    case 'rubric':
      return (result.answers ?? [])
        .flatMap((answer) => answer.quotes.filter((quote) => quote.found))
        .slice(0, MOST)
        .map((quote) => `“${quote.text.trim().split('\n', 1)[0] ?? ''}”`);
    case 'metric':
      return result.measure === undefined ? outputLines(result) : [`runs: ${result.measure.values.map(formatNumber).join(', ')}`];
    case 'command':
      return outputLines(result);
    case 'diff':
    case 'file':
      return [];
  }
}

/** The end of what was printed: of a pass one line is enough. */
function outputLines(result: CriterionResult): string[] {
  const text = evidenceText(result).trimEnd();
  return text === ''
    ? []
    : text
        .split('\n')
        .slice(result.passed ? -1 : -MOST)
        .map(stripEscapes);
}

/** For the folded lines only: colours are left out there; the opened evidence has them. */
function stripEscapes(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/\r$/, '');
}

/** Four figures are enough to see a difference. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
