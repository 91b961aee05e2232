/** Given, when, then as one line in the patterns of EARS. Pure. */
import { trimEndOf } from './markdown.ts';

export interface Scenario {
  given: string[];
  when: string[];
  outcome: string[];
}

/** Undefined where nothing is to follow. */
export function scenarioLine({ given, when, outcome }: Scenario): string | undefined {
  if (outcome.length === 0) return undefined;
  const clauses = [...(given.length === 0 ? [] : [`while ${joined(given)}`]), ...(when.length === 0 ? [] : [`when ${joined(when)}`])];
  const line = [...clauses, shall(joined(outcome))].join(', ');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

const ORDERS = new Set(
  `accept add allow apply ask call check clear close compute copy create delete detect display do emit ensure execute exit fail find generate
  hide ignore include keep leave list load log mark merge move not offer open output parse pass preserve print prompt raise read recommend
  redirect refresh reject remove render replace report require reset resolve restore return run save scan select send set show skip start
  stop store suggest throw treat update use validate verify warn write`.split(/\s+/),
);

function shall(outcome: string): string {
  if (/\b(?:shall|SHALL|MUST)\b/.test(outcome)) return outcome;
  const first = /^[a-z]+/i.exec(outcome)?.[0].toLowerCase() ?? '';
  if (!ORDERS.has(first)) return `the system shall ensure that ${outcome}`;
  return `the system shall ${outcome.charAt(0).toLowerCase()}${outcome.slice(1)}`.replace(/shall do not /i, 'shall not ');
}

/** Steps of one text: "**Given** …, **When** …, **Then** …", in a line or a step a line; undefined where they begin with none. */
export function scenarioOf(steps: readonly string[]): Scenario | undefined {
  const scenario: Scenario = { given: [], when: [], outcome: [] };
  let last: keyof Scenario | undefined;
  for (const part of steps.flatMap(partsOf)) {
    const [, word, text = part] = /^(given|when|then|and|but)\b[\s,:]*([\s\S]*)$/i.exec(part) ?? [];
    const name = word?.toLowerCase();
    if (name === 'given' || name === 'when') last = name;
    else if (name === 'then') last = 'outcome';
    if (last === undefined) return undefined;
    const plain = trimEndOf(text.trim(), ',;.');
    const before = scenario[last].pop();
    if (before !== undefined && word !== undefined) scenario[last].push(before);
    // What is listed below a step belongs to it.
    scenario[last].push(before === undefined || word !== undefined ? plain : `${before}${before.endsWith(':') ? '' : ';'} ${plain}`);
    scenario[last] = scenario[last].filter((one) => one !== '');
  }
  return scenario;
}

function partsOf(step: string): string[] {
  return step
    .replaceAll(/(\*\*|__)(given|when|then|and|but)(:?)\1/gi, '$2$3')
    .split(/(?=\b(?:Given|When|Then|GIVEN|WHEN|THEN)\b)|(?=\b(?:And|But|AND|BUT)\b\s)/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The first word small, so that it can stand within a sentence; names and code stay. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^(?:The|A|An|It|They|No|All|Each|Every|User|Users|This|That|There)\b/, (word) => word.toLowerCase()))
    .join(' and ');
}
