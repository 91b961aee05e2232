/** Lines in a worker's text that speak to whoever judges it. They are shown to the user and are no evidence. Pure. */

const SIGNS: readonly RegExp[] = [
  /\b(ignore|disregard|forget)\b.{0,40}\b(above|previous|prior|earlier|instructions?|questions?|criteri(on|a)|rubric)\b/i,
  /\b(answer|rule|respond|reply|say|output|ruling)\b\s*(with\s+)?[:=]?\s*["'“”`*]*\s*(yes|pass(ed)?|satisfied)\b/i,
  /\b(note|message|instructions?|attention)\b.{0,20}\b(to|for)\b.{0,20}\b(the\s+)?(reviewer|judge|grader|evaluator|assessor|llm|model|ai)\b/i,
  /^\s*(system|assistant|human|user|judge|reviewer|grader)\s*:/i,
  /\b(criterion|criteria|rubric)\b.{0,30}\b(is|are|was|were|has been)\b.{0,12}\b(satisfied|met|passed|fulfilled|approved)\b/i,
  /"(ruling|quotes|reasoning)"\s*:/i,
  /<\/?(material|patch|output|question|system|instructions?|rubric|document)\b[^>]*>\s*$/i,
];

/** Longer lines are cut before they are looked at: no pattern may take long on hostile text. */
const LONGEST = 2000;

export function addressesJudge(line: string): boolean {
  const text = line.slice(0, LONGEST).replace(/^[-+ ]/, '');
  return SIGNS.some((sign) => sign.test(text));
}

/** Those lines of a unified diff that the patch adds, each with its file, at most `most`. */
export function linesToJudge(patch: string, most: number): { path: string; line: string }[] {
  const found: { path: string; line: string }[] = [];
  let path = '';
  for (const line of patch.split('\n')) {
    if (line.startsWith('+++ '))
      path = line
        .slice(4)
        .replace(/^"?b\//, '')
        .replace(/"?\t?$/, '');
    else if (line.startsWith('+') && addressesJudge(line)) found.push({ path, line: line.slice(1).trim() });
    if (found.length >= most) break;
  }
  return found;
}
