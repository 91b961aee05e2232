/** SHA-1 or SHA-256, lower case. What comes out of a sandbox is believed to be an id only if it looks like one. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Throws where the text could be an option or a revision expression instead of an id. A bug of the caller, not the user's. */
export function assertObjectId(text: string): void {
  if (!isObjectId(text)) throw new TypeError(`not an object id: ${JSON.stringify(text.slice(0, 100))}`);
}
