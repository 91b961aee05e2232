/** Signing in: which keys are offered in which order, and plain words for what goes wrong. */
import { access, readFile } from 'node:fs/promises';
import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { ProblemError } from '../../../shared/problem.ts';
import { fingerprintOf } from './host-keys.ts';

export interface SshAuth {
  /** Private key files, tried in this order. A file that must be there is `required`. */
  identityFiles: { path: string; required: boolean }[];
  /** The agent's socket, usually `SSH_AUTH_SOCK`; none is asked where it is not given. */
  agentSocket?: string | undefined;
  /** Asks the user; undefined where they decline. `wasWrong`: the answer before did not fit. */
  passphrase?: ((file: string, wasWrong: boolean) => Promise<string | undefined>) | undefined;
}

const MOST_PASSPHRASES = 3;

/** Signs in with the keys of one target. Keeps decrypted keys, so that a reconnect asks nothing. */
export class Authenticator {
  private readonly user: string;
  private readonly where: string;
  private readonly auth: SshAuth;
  private readonly decrypted = new Map<string, ParsedKey>();

  constructor(user: string, host: string, auth: SshAuth) {
    this.user = user;
    this.where = `${user}@${host}`;
    this.auth = auth;
  }

  /** One sign-in's attempts. `tried` grows as they are made. */
  attempt(onPrompt: (prompting: boolean) => void): { tried: string[]; next(): Promise<AnyAuthMethod | undefined> } {
    const tried: string[] = [];
    const methods = this.methods(tried, onPrompt);
    return { tried, next: async () => (await methods.next()).value ?? undefined };
  }

  /** Keys that ask nothing first, then the agent, then keys that ask for a passphrase: a server allows few attempts. */
  private async *methods(tried: string[], onPrompt: (prompting: boolean) => void): AsyncGenerator<AnyAuthMethod, undefined> {
    const encrypted: { path: string; text: Buffer }[] = [];
    for (const { path, required } of this.auth.identityFiles) {
      const text = await this.readIdentity(path, required);
      if (text === undefined) continue;
      const key = this.decrypted.get(path) ?? parse(text);
      if (key instanceof Error) {
        if (isEncrypted(key)) encrypted.push({ path, text });
        else if (required) throw unreadableKey(path, text, key);
        continue;
      }
      tried.push(`${path} (${fingerprintOf(key.getPublicSSH())})`);
      yield { type: 'publickey', username: this.user, key };
    }
    const agent = this.auth.agentSocket;
    const inAgent = agent === undefined || agent === '' ? [] : await agentKeys(agent);
    if (agent !== undefined && inAgent.length > 0) {
      tried.push(...inAgent.map((name) => `agent: ${name}`));
      yield { type: 'agent', username: this.user, agent };
    }
    for (const { path, text } of encrypted) {
      onPrompt(true);
      const key = await this.decrypt(path, text).finally(() => onPrompt(false));
      tried.push(`${path} (${fingerprintOf(key.getPublicSSH())})`);
      yield { type: 'publickey', username: this.user, key };
    }
    return undefined;
  }

  private async readIdentity(path: string, required: boolean): Promise<Buffer | undefined> {
    try {
      return await readFile(path);
    } catch (error) {
      if (!required) return undefined;
      throw new ProblemError(
        { what: 'The key file cannot be read', where: path, todo: 'Correct its path in the target’s settings, or its permissions.' },
        { cause: error },
      );
    }
  }

  private async decrypt(path: string, text: Buffer): Promise<ParsedKey> {
    for (let attempt = 0; attempt < MOST_PASSPHRASES; attempt += 1) {
      const passphrase = await this.auth.passphrase?.(path, attempt > 0);
      if (passphrase === undefined)
        throw new ProblemError({
          what: 'The key needs its passphrase',
          where: path,
          todo: 'Connect again and enter it, or add the key to the agent: ssh-add ' + path,
        });
      const key = parse(text, passphrase);
      if (!(key instanceof Error)) {
        this.decrypted.set(path, key);
        return key;
      }
    }
    throw new ProblemError({ what: 'The passphrase does not fit the key', where: path, todo: 'Connect again and enter the right one.' });
  }

  /** What to say where the server took none of the keys. */
  async refused(tried: string[], serverMethods: string[] | null): Promise<ProblemError> {
    if (tried.length === 0)
      return new ProblemError({
        what: 'There is no key to sign in with: no key file, and the agent holds none',
        where: this.where,
        todo: 'Name a private key in the target’s settings, or add one to the agent with ssh-add.',
      });
    if (serverMethods !== null && !serverMethods.includes('publickey')) {
      return new ProblemError({
        what: `The server takes no keys, only ${serverMethods.join(', ')}`,
        where: this.where,
        todo: 'Allow PubkeyAuthentication on the server. Drover does not sign in with passwords.',
      });
    }
    const certificates = [];
    for (const { path } of this.auth.identityFiles)
      if (
        await access(`${path}-cert.pub`).then(
          () => true,
          () => false,
        )
      )
        certificates.push(`${path}-cert.pub`);
    const hint =
      certificates.length === 0 ? '' : ` The certificate ${certificates.join(', ')} was not used: Drover cannot sign in with certificates.`;
    return new ProblemError({
      what: `The server refused every key for user ${this.user}. Tried: ${tried.join('; ')}`,
      where: this.where,
      todo: `Add the public key to ~/.ssh/authorized_keys there (ssh-copy-id), or choose another key or user.${hint}`,
    });
  }
}

function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  const parsed: ParsedKey | Error | ParsedKey[] = ssh2.utils.parseKey(text, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined) return new Error('no key in it');
  return key instanceof Error || key.isPrivateKey() ? key : new Error('a public key, not a private one');
}

function isEncrypted(error: Error): boolean {
  return /no passphrase given/i.test(error.message);
}

function unreadableKey(path: string, text: Buffer, error: Error): ProblemError {
  const head = text.toString('latin1', 0, 200);
  if (/BEGIN (ENCRYPTED )?PRIVATE KEY/.test(head)) {
    return new ProblemError(
      {
        what: 'The key is in the PKCS#8 format, which Drover cannot read',
        where: path,
        todo: `Convert it in place to OpenSSH’s own format: ssh-keygen -p -f ${path}`,
      },
      { cause: error },
    );
  }
  if (/^ssh-|^ecdsa-|BEGIN SSH2 PUBLIC KEY/.test(head)) {
    return new ProblemError(
      { what: 'This is a public key', where: path, todo: 'Name the private key: usually the same path without .pub.' },
      { cause: error },
    );
  }
  return new ProblemError(
    {
      what: `The key cannot be read: ${error.message}`,
      where: path,
      todo: 'Use a key in OpenSSH’s format, such as ssh-keygen -t ed25519 makes.',
    },
    { cause: error },
  );
}

/** Names of the keys that an agent holds; none where it does not answer. */
function agentKeys(socket: string): Promise<string[]> {
  return new Promise((resolve) => {
    ssh2.createAgent(socket).getIdentities((error, keys) => {
      if (error !== undefined && error !== null) return resolve([]);
      resolve(
        (keys ?? []).map((key) => {
          const parsed = Buffer.isBuffer(key) || typeof key === 'string' ? undefined : (key as ParsedKey);
          return parsed === undefined
            ? 'a key'
            : `${parsed.comment === '' || parsed.comment === undefined ? parsed.type : parsed.comment} (${fingerprintOf(parsed.getPublicSSH())})`;
        }),
      );
    });
  });
}
