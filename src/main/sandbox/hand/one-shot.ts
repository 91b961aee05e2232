/** What is asked of the hand from outside a sandbox: each a short program run that answers one line of JSON. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ProblemError, type Problem } from '../../../shared/problem.ts';
import type { Transport } from '../transport.ts';

const ONE_SHOT_MS = 60_000;

/** $1 root, $2 the hand's hash, $3 python or empty, then the hand's arguments. */
const RUN = `
root=$1; case $root in /*) ;; *) root=$HOME/$root ;; esac
hand=$root/hand/$2.py; python=$3; shift 3
if [ -z "$python" ]; then if [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; else python=$(command -v python3); fi; fi
[ -n "$python" ] && [ -x "$python" ] || { echo drover-no-python; exit 0; }
[ -s "$hand" ] || { echo drover-no-hand; exit 0; }
exec "$python" -I -S -B "$hand" "$@"`;

/** $1 root, $2 the hand's hash, $3 its length: a connection cut in transit looks like the end of input. */
const INSTALL = `
umask 077; root=$1; case $root in /*) ;; *) root=$HOME/$root ;; esac
mkdir -p "$root/hand" && new=$root/hand/.new.$$ && cat > "$new" && [ "$(wc -c < "$new")" -eq "$3" ] && mv "$new" "$root/hand/$2.py" && exit 0
code=$?; rm -f "$new"; exit $code`;

const Answer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

export const Launched = z.object({
  socket: z.string(),
  isolation: z.enum(['bubblewrap', 'none']),
  workspace: z.string(),
  /** False where a hand was there already. */
  launched: z.boolean(),
  /** Absent: from a hand of 0.1.0, which gives none. */
  network: z.boolean().default(false),
});
export type Launched = z.infer<typeof Launched>;

/** A refusal in the hand's own words. */
export class HandRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'HandRefusal';
    this.code = code;
  }
}

export interface OneShot {
  /** Puts the hand on the machine where it is not there yet. Rejects with `HandRefusal` or a `ProblemError`. */
  run(command: 'launch' | 'destroy' | 'list' | 'cut', args: object, signal?: AbortSignal): Promise<unknown>;
  /** A shell command that copies its stdin and stdout to a socket. */
  relay(socket: string): Promise<{ script: string; args: string[] }>;
}

/** @param handFile path of `hand.py` on this computer */
export function createOneShot(transport: Transport, handFile: string, python: string): OneShot {
  let text: Promise<{ bytes: Buffer; hash: string }> | undefined;
  const hand = () => (text ??= readFile(handFile).then((bytes) => ({ bytes, hash: createHash('sha256').update(bytes).digest('hex') })));

  const install = async (signal?: AbortSignal): Promise<void> => {
    const { bytes, hash } = await hand();
    const result = await transport.sh(INSTALL, [transport.root, hash, String(bytes.length)], {
      stdin: bytes,
      signal,
      timeoutMs: ONE_SHOT_MS,
    });
    if (result.code !== 0) throw new ProblemError(installProblem(transport, result.stderr));
  };

  return {
    relay: async (socket) => ({ script: RUN, args: [transport.root, (await hand()).hash, python, 'connect', socket] }),
    async run(command, args, signal) {
      const { hash } = await hand();
      const root = transport.root.startsWith('/') ? transport.root : `~/${transport.root}`;
      const parameters = [transport.root, hash, python, command, JSON.stringify({ ...args, root })];
      for (let attempt = 0; ; attempt += 1) {
        const result = await transport.sh(RUN, parameters, { signal, timeoutMs: ONE_SHOT_MS });
        const lines = result.stdout.toString().split('\n');
        if (lines.includes('drover-no-python')) throw new ProblemError(noPython(transport.where));
        if (lines.includes('drover-no-hand') && attempt === 0) {
          await install(signal);
          continue;
        }
        const answer = lines.map(readAnswer).find((one) => one !== undefined);
        if (answer === undefined) throw new ProblemError(noAnswer(transport.where, result.stderr));
        if (answer.ok) return answer;
        throw new HandRefusal(answer.code, answer.message);
      }
    },
  };
}

/** A login shell may greet: only a line that is an answer counts. */
function readAnswer(line: string): z.infer<typeof Answer> | undefined {
  if (!line.startsWith('drover {')) return undefined;
  try {
    return Answer.safeParse(JSON.parse(line.slice('drover '.length))).data;
  } catch {
    return undefined;
  }
}

function installProblem(transport: Transport, stderr: string): Problem {
  const where = `${transport.root} at ${transport.where}`;
  if (/no space|quota/i.test(stderr)) return { what: 'The disk is full', where, todo: 'Free some space there and try again.' };
  return {
    what: `Drover's helper could not be copied: ${lastLine(stderr)}`,
    where,
    todo: 'See that this folder can be written by the user that Drover signs in as.',
  };
}

function noPython(where: string): Problem {
  return { what: 'Python 3 is not installed', where, todo: 'Install it, on Debian or Ubuntu with: sudo apt install python3' };
}

function noAnswer(where: string, stderr: string): Problem {
  return {
    what: `Drover's helper ended without an answer: ${lastLine(stderr) || 'no message'}`,
    where,
    todo: 'See that python3 (3.8 or newer, with its whole standard library) runs there.',
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
