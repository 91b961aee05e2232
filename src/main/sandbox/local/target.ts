import type { Target } from '../../../shared/sandbox.ts';
import { handTarget, type HandTargetOptions } from '../hand-target.ts';
import { localTransport } from './transport.ts';

export interface LocalTargetOptions extends HandTargetOptions {
  /** Absolute folder for the sandboxes, e.g. in the application's data folder. */
  root: string;
  /** PATH to find programs on; this process's own where it is not given. */
  searchPath?: string;
}

/** Sandboxes on this computer. */
export function createLocalTarget(options: LocalTargetOptions): Target {
  const { HOME = '/', USER = '' } = process.env;
  const searchPath = options.searchPath ?? process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  return handTarget(localTransport(options.root, { PATH: searchPath, HOME, USER, LANG: 'C.UTF-8' }), options);
}
