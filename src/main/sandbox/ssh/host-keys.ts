/** Which key a host must show: read from known_hosts files by `ssh-keygen -F`, never by code of ours. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { ProblemError } from '../../../shared/problem.ts';
import { HostKeyChangedError, HostKeyRevokedError, UnknownHostError, type HostKey } from './host-key-errors.ts';

const run = promisify(execFile);

interface KnownKey {
  key: HostKey;
  file: string;
  /** From 1. */
  line: number;
}

export interface KnownKeys {
  keys: KnownKey[];
  revoked: KnownKey[];
}

/** What known_hosts files say of a host. A file that is not there says nothing. */
export async function knownKeys(host: string, port: number, files: string[]): Promise<KnownKeys> {
  const found: KnownKeys = { keys: [], revoked: [] };
  for (const file of files) {
    if (!(await exists(file))) continue;
    for (const entry of await lookUp(knownName(host, port), file)) found[entry.revoked ? 'revoked' : 'keys'].push(entry);
  }
  return found;
}

/** Throws where a host with this key is not to be connected to. */
export function verifyHostKey(host: string, port: number, raw: Buffer, known: KnownKeys): void {
  const offered = hostKey(raw);
  const same = ({ key }: KnownKey): boolean => key.base64 === offered.base64;
  const revoked = known.revoked.find(same);
  if (revoked !== undefined) throw new HostKeyRevokedError(host, port, offered, revoked.file, revoked.line);
  if (known.keys.some(same)) return;
  const other = known.keys.find(({ key }) => key.type === offered.type) ?? known.keys[0];
  if (other !== undefined) throw new HostKeyChangedError(host, port, offered, other);
  throw new UnknownHostError(host, port, offered);
}

/** Writes into Drover's own known_hosts file that this key is the host's. */
export async function trustHostKey(file: string, host: string, port: number, key: HostKey): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = (await exists(file)) ? await readFile(file, 'utf8') : '';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await appendFile(file, `${gap}${knownName(host, port)} ${key.type} ${key.base64}\n`, { mode: 0o600 });
}

/** Signature algorithms to ask for: those of the known keys first, as OpenSSH does, or a second key of a host looks like an attack. */
export function hostKeyAlgorithms(known: KnownKeys, all: readonly string[]): string[] {
  const types = new Set(known.keys.map(({ key }) => key.type));
  const isKnown = (algorithm: string): boolean => types.has(algorithm) || (types.has('ssh-rsa') && algorithm.startsWith('rsa-sha2-'));
  return [...all.filter(isKnown), ...all.filter((algorithm) => !isKnown(algorithm))];
}

function hostKey(raw: Buffer): HostKey {
  const type = raw.toString('latin1', 4, 4 + raw.readUInt32BE(0));
  return { type, base64: raw.toString('base64'), fingerprint: fingerprintOf(raw) };
}

/** As OpenSSH prints it. */
export function fingerprintOf(raw: Buffer): string {
  return `SHA256:${createHash('sha256').update(raw).digest('base64').replaceAll('=', '')}`;
}

function knownName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

async function lookUp(name: string, file: string): Promise<(KnownKey & { revoked: boolean })[]> {
  let output: string;
  try {
    output = (await run('ssh-keygen', ['-F', name, '-f', file], { env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } })).stdout;
  } catch (error) {
    const { code } = error as { code?: unknown }; // execFile rejects with the exit code, or with the errno's name
    if (code === 1) return []; // no entry
    const missing = code === 'ENOENT';
    throw new ProblemError(
      {
        what: missing ? 'ssh-keygen, which reads known_hosts files, is not installed' : 'A known_hosts file could not be read',
        where: missing ? 'this computer' : file,
        todo: missing
          ? 'Install the OpenSSH client (Debian and Ubuntu: sudo apt install openssh-client).'
          : 'See that it is a text file that you may read.',
      },
      { cause: error },
    );
  }
  let line = 0;
  return output.split('\n').flatMap((text) => {
    const comment = /^# Host .* found: line (\d+)/.exec(text);
    if (comment !== null) {
      line = Number(comment[1]);
      return [];
    }
    const fields = text.trim().split(/\s+/);
    const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
    const [, type, base64] = fields;
    // A host certificate's authority is no host key, and ssh2 knows no host certificates.
    if (type === undefined || base64 === undefined || marker === '@cert-authority') return [];
    return [
      { key: { type, base64, fingerprint: fingerprintOf(Buffer.from(base64, 'base64')) }, file, line, revoked: marker === '@revoked' },
    ];
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
