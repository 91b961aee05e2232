/** Reads what the probe script said and rules on what is missing. Pure. */
import type { Isolation, TargetFacts } from '../../../shared/events.ts';
import type { TargetReport } from '../../../shared/sandbox.ts';

const INSTALL: Record<string, string> = {
  'apt-get': 'sudo apt install',
  dnf: 'sudo dnf install',
  apk: 'sudo apk add',
  pacman: 'sudo pacman -S',
  zypper: 'sudo zypper install',
};
const OLDEST_PYTHON = [3, 8];

/** What the script printed as `drover:name=value`; a greeting of the login shell is passed over. */
export function probeValues(output: string): Map<string, string> {
  const lines = output.split('\n').flatMap((line) => /^drover:(\w+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
  const values = new Map<string, string>();
  for (let i = 0; i < lines.length; i += 2) if (lines[i + 1] !== '') values.set(lines[i] ?? '', lines[i + 1] ?? '');
  return values;
}

export function factsOf(values: Map<string, string>): TargetFacts {
  const disk = Number(values.get('disk'));
  return {
    os: values.get('os') ?? values.get('kernel') ?? 'unknown',
    arch: values.get('arch') ?? 'unknown',
    git: values.get('git') ?? null,
    python: values.get('python') ?? null,
    bubblewrap: values.get('bubblewrap') ?? null,
    freeDiskBytes: Number.isFinite(disk) && values.has('disk') ? disk * 1024 : null,
    user: values.get('user') ?? null,
  };
}

/** What dispatch would refuse, each with the line that mends it. */
export function missingOf(values: Map<string, string>, isolation: Isolation): TargetReport['missing'] {
  const tool = values.get('installer');
  const install = (name: string): string => `${(tool === undefined ? undefined : INSTALL[tool]) ?? 'Install the package'} ${name}`;
  const missing: TargetReport['missing'] = [];
  const python = values.get('python');
  const packageName = tool === 'pacman' ? 'python' : 'python3';
  if (python === undefined) missing.push({ what: 'Python 3 is not installed', install: install(packageName) });
  else if (isOlder(python, OLDEST_PYTHON))
    missing.push({ what: `Python ${python} is too old (3.8 or newer is needed)`, install: install(packageName) });
  else if (values.get('stdlib') !== 'yes')
    missing.push({
      what: `Python's standard library is not complete (${values.get('stdlib') ?? 'no answer'})`,
      install: install(packageName),
    });
  if (!values.has('git')) missing.push({ what: 'git is not installed', install: install('git') });
  if (isolation === 'bubblewrap') missing.push(...missingIsolation(values, install));
  return missing;
}

function missingIsolation(values: Map<string, string>, install: (name: string) => string): TargetReport['missing'] {
  if (!values.has('bubblewrap')) return [{ what: 'bubblewrap is not installed', install: install('bubblewrap') }];
  const works = values.get('bubblewrap_works');
  if (works === 'yes') return [];
  const refused = `bubblewrap cannot make a sandbox (${works ?? 'no answer'})`;
  // The two switches that distributions use against unprivileged user namespaces.
  const mend = /uid map|setting up uid|Permission denied/i.test(works ?? '')
    ? 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
    : 'sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000';
  return [{ what: refused, install: mend }];
}

function isOlder(version: string, least: number[]): boolean {
  const parts = version.split('.').map(Number);
  const [major = 0, minor = 0] = parts;
  const [leastMajor = 0, leastMinor = 0] = least;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
