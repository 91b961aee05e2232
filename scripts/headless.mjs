/** A command with a display and a session bus of its own where there is none. */
import { has } from './packages.mjs';

/** @param {string[]} command @returns {string[]} */
export function withDisplay(command) {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] || !has('xvfb-run')) return command;
  const display = ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24 -nolisten tcp', ...command];
  return has('dbus-run-session') ? ['dbus-run-session', '--', ...display] : display;
}
