/** Turns a title into the part of an address that names it. */
export function slug(title) {
  return title.trim().toLowerCase().replace(/\s+/g, '-');
}
