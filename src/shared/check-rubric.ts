/** A rubric criterion: a judge is asked an odd number of times, must quote before it rules, and its quotes are looked up. */
import { addressesJudge } from './addresses-judge.ts';
import type { CheckPorts, JudgeQuestion, RawAnswer } from './check-criterion.ts';
import { excerptText, REPEATS, type CriterionOf, type CriterionResult, type JudgeAnswer } from './criteria.ts';
import { resultOf } from './judge-call.ts';

type Rubric = CriterionOf<'rubric'>;

/** What a quote must have at least, without its blanks, to be evidence of anything. */
const SHORTEST_QUOTE = 6;

export async function checkRubric(criterion: Rubric, ports: CheckPorts): Promise<CriterionResult> {
  const result = resultOf(criterion, null, ports);
  const { ask } = ports;
  if (ask === null) return { ...result, passed: false, doubt: 'unclear', reason: 'There is no model here that could be asked.' };
  const question = await questionOf(criterion, ports);
  if (question.material.patch.trim() === '') return { ...result, passed: false, reason: 'There is no change that could be judged.' };
  const text = [question.material.patch, ...question.material.outputs.map((output) => output.text)].join('\n');
  const evidence = evidenceOf(text);
  const answers: JudgeAnswer[] = [];
  let costUsd = 0;
  let durationMs = 0;
  for (let asking = 1; asking <= (criterion.asks ?? REPEATS.rubric); asking += 1) {
    const raw = await ask({ ...question, name: `${criterion.id}_${asking}` });
    costUsd += raw.costUsd;
    durationMs += raw.durationMs;
    answers.push(weigh(raw.answer, evidence, ports.mask));
  }
  return {
    ...result,
    evidence: { ...result.evidence, durationMs },
    ...ruleRubric(answers),
    answers,
    costUsd,
  };
}

async function questionOf(criterion: Rubric, ports: CheckPorts): Promise<Omit<JudgeQuestion, 'name'>> {
  const { patch } = await ports.changes();
  const outputs = ports.earlier().flatMap((earlier) => {
    const text = [earlier.evidence.stdout, earlier.evidence.stderr]
      .map(excerptText)
      .filter((part) => part !== '')
      .join('\n');
    return text === '' ? [] : [{ title: earlier.title, text }];
  });
  const { provider, model } = criterion;
  const chosen = provider === undefined || model === undefined ? null : { provider, model };
  return { question: criterion.question, material: { patch: ports.mask(patch), outputs }, model: chosen };
}

/** What may be quoted: the material without the lines that speak to the judge, blanks evened out. */
function evidenceOf(text: string): string {
  return even(
    text
      .split('\n')
      .filter((line) => !addressesJudge(line))
      .map((line) => line.replace(/^[-+ ]/, ''))
      .join('\n'),
  );
}

const even = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A `yes` without a quote that stands there is `unclear`. What is missing cannot be quoted, so a `no` may go without. */
function weigh(raw: RawAnswer, evidence: string, mask: (text: string) => string): JudgeAnswer {
  const quotes = raw.quotes.map((quote) => {
    const bare = even(
      quote
        .split('\n')
        .map((line) => line.replace(/^[-+] ?/, ''))
        .join('\n'),
    );
    const found = bare.replaceAll(' ', '').length >= SHORTEST_QUOTE && evidence.includes(bare);
    return { text: mask(quote), found };
  });
  const proved = quotes.some((quote) => quote.found);
  return { quotes, reasoning: mask(raw.reasoning), ruling: raw.ruling === 'yes' && !proved ? 'unclear' : raw.ruling };
}

/** The majority rules; without one it is unclear. The spread is said. Pure. */
export function ruleRubric(answers: readonly JudgeAnswer[]): Pick<CriterionResult, 'passed' | 'reason' | 'doubt'> {
  const count = (ruling: JudgeAnswer['ruling']): number => answers.filter((answer) => answer.ruling === ruling).length;
  const [yes, no, unclear] = [count('yes'), count('no'), count('unclear')];
  const spread = [`${yes} yes`, `${no} no`, `${unclear} unclear`].filter((part) => !part.startsWith('0 ')).join(', ');
  const said = answers.length === 1 ? '' : `${spread} of ${answers.length} answers. `;
  const why = (ruling: JudgeAnswer['ruling']): string => firstLine(answers.find((answer) => answer.ruling === ruling)?.reasoning ?? '');
  if (yes * 2 > answers.length) return { passed: true, reason: `${said}${why('yes')}`.trim() };
  if (no * 2 > answers.length) return { passed: false, reason: `${said}${why('no')}`.trim() };
  const without = answers.some((answer) => answer.ruling === 'unclear' && !answer.quotes.some((quote) => quote.found));
  return {
    passed: false,
    doubt: 'unclear',
    reason: `${said}The judge cannot say${without ? ': what it quoted does not stand in the change or its output' : ''}.`,
  };
}

function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 240 ? `${line.slice(0, 239)}…` : line;
}
