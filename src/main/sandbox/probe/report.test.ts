import { expect, test } from 'vitest';
import { factsOf, missingOf, probeValues } from './report.ts';

const said = (more: Record<string, string>): Map<string, string> =>
  probeValues(
    [
      'Welcome to the box!',
      ...Object.entries({
        user: 'me',
        arch: 'aarch64',
        os: 'Fedora 43',
        kernel: 'Linux 6',
        git: '2.51',
        python: '3.13.1',
        stdlib: 'yes',
        bubblewrap: '0.11',
        bubblewrap_works: 'yes',
        disk: '1000',
        installer: 'dnf',
        ...more,
      }).map(([name, value]) => `drover:${name}=${value}`),
    ].join('\n'),
  );

test('what a machine offers is read between whatever else its shell says', () => {
  expect(factsOf(said({}))).toEqual({
    os: 'Fedora 43',
    arch: 'aarch64',
    git: '2.51',
    python: '3.13.1',
    bubblewrap: '0.11',
    freeDiskBytes: 1_024_000,
    user: 'me',
  });
  expect(missingOf(said({}), 'bubblewrap')).toEqual([]);
  expect(factsOf(said({ os: '', git: '', disk: '' }))).toMatchObject({ os: 'Linux 6', git: null, freeDiskBytes: null });
});

test('each missing part comes with the line that this system mends it with', () => {
  expect(missingOf(said({ git: '', python: '', bubblewrap: '' }), 'bubblewrap').map(({ install }) => install)).toEqual([
    'sudo dnf install python3',
    'sudo dnf install git',
    'sudo dnf install bubblewrap',
  ]);
  expect(missingOf(said({ installer: 'apk', bubblewrap: '' }), 'bubblewrap')).toEqual([
    { what: 'bubblewrap is not installed', install: 'sudo apk add bubblewrap' },
  ]);
  expect(missingOf(said({ installer: 'pacman', python: '3.7.9' }), 'none')).toEqual([
    { what: 'Python 3.7.9 is too old (3.8 or newer is needed)', install: 'sudo pacman -S python' },
  ]);
  expect(missingOf(said({ stdlib: 'ModuleNotFoundError: No module named ctypes', bubblewrap: '' }), 'none')).toEqual([
    {
      what: "Python's standard library is not complete (ModuleNotFoundError: No module named ctypes)",
      install: 'sudo dnf install python3',
    },
  ]);
  expect(missingOf(said({ bubblewrap_works: 'bwrap: setting up uid map: Permission denied' }), 'bubblewrap')[0]?.install).toBe(
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  );
  expect(missingOf(said({ bubblewrap_works: 'bwrap: No permissions to create new namespace' }), 'bubblewrap')[0]?.install).toContain(
    'unprivileged_userns_clone=1',
  );
});
