/** Given, when, then as one line in the patterns of EARS. Pure. */
import { trimEndOf, withoutEmphasis } from './markdown.ts';

export interface Scenario {
  given: string[];
  when: string[];
  outcome: string[];
}

/** Undefined where nothing is to follow. */
export function scenarioLine({ given, when, outcome }: Scenario): string | undefined {
  if (outcome.length === 0) return undefined;
  const clauses = [...(given.length === 0 ? [] : [`while ${joined(given)}`]), ...(when.length === 0 ? [] : [`when ${joined(when)}`])];
  const result = joined(outcome);
  const said = /\b(?:shall|SHALL|MUST)\b/.test(result) ? result : `the system shall ensure that ${result}`;
  const line = [...clauses, said].join(', ');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

/** Steps of one text: "**Given** …, **When** …, **Then** …", in a line or a step a line. */
export function scenarioOf(steps: readonly string[]): Scenario {
  const scenario: Scenario = { given: [], when: [], outcome: [] };
  let last: keyof Scenario | undefined;
  const parts = steps.flatMap((step) =>
    withoutEmphasis(step).split(/(?=\b(?:Given|When|Then|GIVEN|WHEN|THEN)\b)|(?=\b(?:And|But|AND|BUT)\b\s)/),
  );
  for (const part of parts) {
    const [, word = '', text = ''] = /^(given|when|then|and|but)\b[\s,:]*([\s\S]*)$/i.exec(part.trim()) ?? [];
    const name = word.toLowerCase();
    if (name === 'given' || name === 'when') last = name;
    else if (name === 'then') last = 'outcome';
    const plain = trimEndOf(text.trim(), ',;.');
    if (plain !== '' && last !== undefined) scenario[last].push(plain);
  }
  return scenario;
}

/** The first word small, so that it can stand within a sentence; names and code stay. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^(?:The|A|An|It|They|No|All|Each|Every|User|Users|This|That|There)\b/, (word) => word.toLowerCase()))
    .join(' and ');
}
