import { ProblemError } from '../../../shared/problem.ts';

/** A host's public key as it was offered. */
export interface HostKey {
  /** E.g. `ssh-ed25519`. */
  type: string;
  /** The key itself, base64, as in a known_hosts file. */
  base64: string;
  /** As OpenSSH prints it: `SHA256:…`. */
  fingerprint: string;
}

/** Nobody has said yet that this key is the host's. Ask the user, then `trustHostKey`. */
export class UnknownHostError extends ProblemError {
  override readonly name = 'UnknownHostError';
  readonly host: string;
  readonly port: number;
  readonly key: HostKey;

  constructor(host: string, port: number, key: HostKey) {
    super({
      what: `This computer does not know ${host} yet. Its ${key.type} key is ${key.fingerprint}`,
      where: `${host}:${port}`,
      todo: 'Compare it with what the machine itself says (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then confirm it.',
    });
    this.host = host;
    this.port = port;
    this.key = key;
  }
}

/** The host offers another key than the known one: its system was made anew, or somebody is in between. */
export class HostKeyChangedError extends ProblemError {
  override readonly name = 'HostKeyChangedError';
  readonly offered: HostKey;
  readonly known: HostKey;
  /** The known_hosts file that holds the known key, and the line there, from 1. */
  readonly file: string;
  readonly line: number;

  constructor(host: string, port: number, offered: HostKey, known: { key: HostKey; file: string; line: number }) {
    super({
      what: `The key of ${host} has changed. Known is ${known.key.fingerprint} (${known.key.type}), offered ${offered.fingerprint} (${offered.type})`,
      where: `${host}:${port}`,
      todo: `Somebody may be listening in. Only if you know that the machine was set up anew: remove line ${known.line} of ${known.file} and connect again.`,
    });
    this.offered = offered;
    this.known = known.key;
    this.file = known.file;
    this.line = known.line;
  }
}

/** The offered key is marked as revoked. */
export class HostKeyRevokedError extends ProblemError {
  override readonly name = 'HostKeyRevokedError';

  constructor(host: string, port: number, key: HostKey, file: string, line: number) {
    super({
      what: `The key that ${host} offers was revoked: ${key.fingerprint} (${key.type})`,
      where: `${host}:${port}`,
      todo: `Do not connect. The revocation stands in line ${line} of ${file}; ask whoever runs the machine for its new key.`,
    });
  }
}
