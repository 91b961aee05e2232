/** `npm start`: sets up what is missing, builds what has changed, opens the window; without a display, the demo in the terminal. */
import { ensureBuild } from './build.mjs';
import { demo } from './demo.mjs';
import { electronEnvironment } from './electron.mjs';
import { main, MINUTE, root, run, say, SetupProblem } from './run.mjs';
import { setup } from './setup.mjs';

/** A window stays open as long as its user likes: 24.8 days, the longest a timer can be. */
const LONGEST = 2 ** 31 - 1;

await main(async () => {
  const args = process.argv.slice(2);
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    say(
      'There is no display here, so this is the demo in the terminal. For the window, start it in a desktop session or with: xvfb-run -a npm start',
    );
    return demo(args);
  }
  const electron = await setup();
  await checkLibraries(electron.path);
  await ensureBuild();
  const flags = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    flags.push('--no-sandbox');
    say("You are root: Chromium's own sandbox is off (--no-sandbox). Start Drover as an ordinary user to have it.");
  }
  const { code } = await run(electron.path, [...flags, root, ...args], {
    limit: LONGEST,
    env: electronEnvironment(electron),
    output: 'show',
    input: 'inherit',
  });
  return code;
});

/** A missing library would end Electron with a line that does not say what to do. @param {string} path */
async function checkLibraries(path) {
  if (process.platform !== 'linux') return;
  const { stdout } = await run('ldd', [path], { limit: MINUTE });
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  if (missing.length > 0)
    throw new SetupProblem(`Electron needs ${missing.join(', ')}, which this system does not have. Install them and start again.`);
}
