import type { z } from 'zod';

/** What is wrong with each field of a form, by its path (`models.0.id`); the first mistake of each. */
export function formMistakes(schema: z.ZodType, value: unknown): Map<string, string> {
  const parsed = schema.safeParse(value);
  const mistakes = new Map<string, string>();
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const path = issue.path.join('.');
    if (!mistakes.has(path)) mistakes.set(path, issue.message);
  }
  return mistakes;
}

/** The id of a new row: from its name, not yet taken. */
export function newId(name: string, taken: readonly string[]): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'new';
  let id = base;
  for (let n = 2; taken.includes(id); n += 1) id = `${base}-${n}`;
  return id;
}
