/** What keeps a glob from ever matching a path of a project. Pure. */

/** In words that end a sentence; undefined where it is a glob. */
export function globFault(glob: string): string | undefined {
  if (glob.trim() === '') return 'it is empty';
  if (glob.startsWith('/')) return 'it begins with /, and paths are relative to the top of the project';
  if (glob.startsWith('!')) return 'it begins with !';
  if (/\/\.(?:\/|$)/.test(glob)) return 'it has a part that is . alone; leave it out';
  if (glob.split('/').includes('..')) return 'it leaves the project by ..';
  if (glob.includes('\\')) return 'it has a backslash; folders are parted by /';
  if (glob.includes('//')) return 'it has // in it';
  if (glob.endsWith('/')) return `it ends with /; write ${glob}** for all that is in the folder`;
  if (/[\n\r\0]/.test(glob)) return 'it has more than one line';
  return unclosed(glob);
}

function unclosed(glob: string): string | undefined {
  let braces = 0;
  let bracket = false;
  for (let index = 0; index < glob.length; index++) {
    const char = glob[index];
    if (bracket) bracket = !(char === ']' && glob[index - 1] !== '[');
    else if (char === '[') bracket = true;
    else if (char === '{') braces += 1;
    else if (char === '}') braces = Math.max(0, braces - 1);
  }
  if (bracket) return 'a [ has no ]';
  return braces > 0 ? 'a { has no }' : undefined;
}
