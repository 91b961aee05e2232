/** Below this a "secret" is a word, and masking it would spoil every text. */
const SHORTEST = 5;

/**
 * Every way in which a secret may be written in a text: as it is, as JSON, a URL, hexadecimal or Base64 has it.
 * The longest come first, so that a secret inside another one leaves no rest behind.
 */
export function secretForms(secrets: readonly string[]): string[] {
  const forms = secrets
    .flatMap((secret) => [secret, secret.trim()])
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap(formsOf);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const url = encodeURIComponent(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
}

/**
 * Base64 writes three bytes as four letters, so a secret inside a longer text (`user:secret`) looks different after one
 * or two bytes. Of each of the three, the letters that depend on the secret alone.
 */
function base64Forms(bytes: Buffer): string[] {
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(first, last);
  });
  const whole = bytes.toString('base64');
  return [whole, whole.replace(/=+$/, ''), ...inside]
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
    .filter((form) => form.length >= SHORTEST);
}
