/** What the gate noticed, in words and in the order of their weight. Pure. */
import type { GateFinding } from '../../../shared/verdict.ts';

const kinds: Record<GateFinding['kind'], string> = {
  protected: 'Protected file',
  steering: 'Steers a runner',
  link_outside: 'Link out of the tree',
  submodule: 'Submodule',
  lfs_pointer: 'LFS pointer',
  case_clash: 'Names that clash',
  flaky: 'Flaky',
  fewer_tests: 'Fewer tests',
  holds_on_base: 'Proves nothing',
  isolation: 'Isolation',
  addresses_judge: 'Speaks to the judge',
  changed_by_check: 'Changed while it was checked',
  large: 'Very large',
};

const actions: Record<GateFinding['action'], string> = {
  restored: 'put back as in the base',
  dropped: 'taken out',
  noted: 'left as it is',
};

export interface FindingWords {
  kind: string;
  action: string;
  /** It was undone before anything ran, or it may have had a say in what ran. */
  tone: 'undone' | 'stands';
  /** What `subject` names. */
  about: 'file' | 'criterion' | 'checkout';
}

const others: Partial<Record<GateFinding['kind'], FindingWords['about']>> = {
  flaky: 'criterion',
  fewer_tests: 'criterion',
  holds_on_base: 'criterion',
  changed_by_check: 'criterion',
  isolation: 'checkout',
};

export function findingWords(finding: GateFinding): FindingWords {
  const tone = finding.action === 'noted' ? 'stands' : 'undone';
  return { kind: kinds[finding.kind], action: actions[finding.action], tone, about: others[finding.kind] ?? 'file' };
}

/** What stands comes before what was undone; the most telling kinds first. */
const order: readonly GateFinding['kind'][] = [
  'addresses_judge',
  'fewer_tests',
  'protected',
  'steering',
  'link_outside',
  'changed_by_check',
  'flaky',
  'holds_on_base',
  'isolation',
  'large',
  'case_clash',
  'submodule',
  'lfs_pointer',
];

export function sortedFindings(findings: readonly GateFinding[]): GateFinding[] {
  return findings.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.subject.localeCompare(b.subject));
}
