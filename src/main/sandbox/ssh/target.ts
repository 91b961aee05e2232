import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../../shared/sandbox.ts';
import { handTarget, type HandTargetOptions } from '../hand-target.ts';
import { Authenticator } from './auth.ts';
import { connect } from './connect.ts';
import { SshConnection } from './connection.ts';
import { sshTransport } from './transport.ts';

export interface SshTargetOptions extends HandTargetOptions {
  host: string;
  port: number;
  user: string;
  auth: {
    /** A private key; without one the agent's keys and OpenSSH's default key files are offered. `~/` is this user's home. */
    identityFile?: string | undefined;
    /** The agent's socket, usually `process.env.SSH_AUTH_SOCK`. */
    agentSocket?: string | undefined;
    /** Asks the user for a key's passphrase; undefined where they decline. */
    passphrase?: ((file: string, wasWrong: boolean) => Promise<string | undefined>) | undefined;
  };
  /** known_hosts files that are believed: Drover's own, the user's, the target's. Files that are not there are passed over. */
  knownHosts: string[];
  /** Drover's folder there: absolute, or below the user's home. */
  root?: string | undefined;
}

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** Sandboxes on a machine that is reached by SSH. */
export function createSshTarget(options: SshTargetOptions): Target {
  const { host, port, user, auth } = options;
  const named = auth.identityFile === undefined || auth.identityFile === '' ? [] : [{ path: fromHome(auth.identityFile), required: true }];
  const identityFiles = named.length > 0 ? named : DEFAULT_KEYS.map((name) => ({ path: join(homedir(), '.ssh', name), required: false }));
  const authenticator = new Authenticator(user, host, { identityFiles, agentSocket: auth.agentSocket, passphrase: auth.passphrase });
  const endpoint = { host, port, user, knownHosts: options.knownHosts.filter((file) => file !== '').map(fromHome) };
  const connection = new SshConnection(`${user}@${host}`, (signal) => connect(endpoint, authenticator, signal));
  return handTarget(sshTransport(connection, options.root ?? '.drover'), options);
}

function fromHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
