/** The repositories that the user opened, and the specs in them. */
import { basename } from 'node:path';
import type { ProjectInfo, SpecDocument } from '../shared/ipc.ts';
import { toProblem, type Problem } from '../shared/problem.ts';
import { parseSpec } from '../shared/spec-text.ts';
import type { SettingsStore } from './settings/settings.ts';
import type { SpecFiles } from './specs/spec-files.ts';
import type { Repository } from './workspace/repository.ts';

export interface Projects {
  open(path: string): Promise<ProjectInfo>;
  /** Projects that can be read; one that cannot is told to `onProblem` and left out, never forgotten. */
  list(): Promise<ProjectInfo[]>;
  forget(path: string): null;
  readSpec(project: string, slug: string): Promise<SpecDocument>;
  saveSpec(project: string, slug: string, text: string, expected: string | null): Promise<SpecDocument>;
}
