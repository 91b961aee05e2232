/** Names a spec in the editor: by its project and its file, or as the one that has no file yet. */
export function draftKey(project: string, slug: string | null): string {
  return `${project}\n${slug ?? ''}`;
}
