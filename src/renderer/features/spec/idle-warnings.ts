/** Where the cards say that a glob matches no file of the project. Pure. */
import type { DraftSpec } from '../../../shared/spec-draft.ts';
import type { SpecMistake } from '../../../shared/spec.ts';
import { isList, type YamlValue } from '../../../shared/yaml-words.ts';

/** Those warnings of a check of the text that the text alone does not give. */
export function ofProject(checked: readonly SpecMistake[], spec: DraftSpec): SpecMistake[] {
  const own = new Set(spec.warnings.map(({ path, message }) => `${path} ${message}`));
  return checked.filter(({ path, message }) => !own.has(`${path} ${message}`));
}

/**
 * What is said of the globs in fields, a line each; of one that was changed since, nothing.
 * @param at the path of the fields, e.g. `criteria.2.`; empty: those at the top
 */
export function idleAt(warnings: readonly SpecMistake[], at: string, values: Readonly<Record<string, YamlValue>>): string {
  return warnings
    .filter((warning) => {
      const [field = '', index = ''] = warning.path?.startsWith(at) === true ? warning.path.slice(at.length).split('.') : [];
      const globs = values[field];
      const glob = globs !== undefined && isList(globs) ? globs[Number(index)] : undefined;
      return typeof glob === 'string' && warning.message.includes(`"${glob}"`);
    })
    .map(({ message }) => message)
    .join('\n');
}
