/** About how many tokens a text has, where nobody counted: English and code have about four characters a token. Pure. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}
