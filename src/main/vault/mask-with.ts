const MASK = '•••';

/** @param forms every way in which a secret may be written, the longest first */
export function maskWith(forms: readonly string[]): (text: string) => string {
  return (text) => forms.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
