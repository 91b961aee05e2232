import { InvalidArgumentError, type CommanderError } from 'commander';
import { ProblemError, type Problem } from '../../shared/problem.ts';

/** The exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** What was typed cannot be carried out, whatever the log holds. */
export class UsageError extends ProblemError {}

/** @returns the exit code, and what to say on stderr; null where commander has said everything, as for `--help` */
export function usageProblem(error: CommanderError): { code: number; problem: Problem | null } {
  if (error.exitCode === 0) return { code: EXIT.ok, problem: null };
  const what = error.message.replace(/^error: /, '').replace(/\.?\s*$/, '');
  const sentence = what.charAt(0).toUpperCase() + what.slice(1);
  return {
    code: EXIT.usage,
    problem: { what: sentence, where: 'the command line', todo: 'Run it again with --help to see what it takes.' },
  };
}

/** Parses an option that counts something. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least || number > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It is a whole number, ${range}.`);
    }
    return number;
  };
}

/** Parses an option that measures something. */
export function positive(most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || number <= 0 || number > most) {
      throw new InvalidArgumentError(`It is a number above 0${most === Number.MAX_SAFE_INTEGER ? '' : `, at most ${most}`}.`);
    }
    return number;
  };
}

/** Gathers an option that may be given more than once, or once with commas. */
export function list(text: string, before: string[] | undefined): string[] {
  const given = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  return [...(before ?? []), ...given];
}
