/** A commit's content that depends on its tree and parents alone: the same files on the same base are the same commit. */
export function commitText(tree: string, parents: readonly string[]): string {
  return [
    `tree ${tree}`,
    ...parents.map((id) => `parent ${id}`),
    'author Drover <drover@localhost> 0 +0000',
    'committer Drover <drover@localhost> 0 +0000',
    '',
    'drover\n',
  ].join('\n');
}
