import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Drover keeps everything: `DROVER_DATA_DIR`, or the platform's folder for applications, where Electron would put
 * it. One rule for the window and the command line, so that they share one log.
 */
export function dataFolder(
  env: Record<string, string | undefined> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = env['DROVER_DATA_DIR'];
  if (named !== undefined && named !== '') return named;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'drover');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'drover');
  // The specification of XDG has relative paths ignored.
  const config = env['XDG_CONFIG_HOME']?.startsWith('/') === true ? env['XDG_CONFIG_HOME'] : join(home, '.config');
  return join(config, 'drover');
}
