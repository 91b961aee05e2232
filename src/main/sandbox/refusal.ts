import type { Problem } from '../../shared/problem.ts';
import type { HandRefusal } from './hand/one-shot.ts';

/** The hand's refusal to make or remove a sandbox, as a person reads it. */
export function refusalProblem({ code, message }: HandRefusal, where: string): Problem {
  switch (code) {
    case 'no_bubblewrap':
      return {
        what: 'bubblewrap is not installed, so that nothing would keep the worker in its sandbox',
        where,
        todo: 'Install it, on Debian or Ubuntu with: sudo apt install bubblewrap. Or choose, for this target, to run without isolation.',
      };
    case 'no_space':
      return { what: 'The disk is full', where, todo: 'Free some space there and try again.' };
    case 'old_python':
      return { what: message, where, todo: 'Install a newer Python 3 there.' };
    case 'no_start':
      return {
        what: `The sandbox did not start: ${message}`,
        where,
        todo: /namespace|uid map|permission/i.test(message)
          ? 'The system there forbids user namespaces; allow them: sudo sysctl -w kernel.unprivileged_userns_clone=1 (Ubuntu: kernel.apparmor_restrict_unprivileged_userns=0).'
          : 'Test the target in the settings to see what is missing.',
      };
    case 'invalid':
      return { what: message, where, todo: 'Change the target’s settings.' };
    default:
      return { what: message, where, todo: 'Look at the folder .drover there, then try again.' };
  }
}
