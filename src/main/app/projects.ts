/** The repositories that the user opened, and the specs in them. */
import type { ForeignSpec } from '../../shared/ipc-judgment.ts';
import { toProblem, type Problem } from '../../shared/problem.ts';
import type { ProjectInfo, SpecDocument } from '../../shared/project.ts';
import { idleGlobs } from '../../shared/idle-globs.ts';
import { readSpec } from '../../shared/spec-reading.ts';
import type { Spec, SpecMistake } from '../../shared/spec.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { importForeign } from '../specs/foreign/import-foreign.ts';
import type { SpecFiles } from '../specs/spec-files.ts';
import type { Workspaces } from '../workspace/workspaces.ts';

export interface Projects {
  open(path: string): Promise<ProjectInfo>;
  /** Projects that can be read; one that cannot is told of and left out, never forgotten. */
  list(): Promise<ProjectInfo[]>;
  forget(path: string): null;
  readSpec(project: string, slug: string): Promise<SpecDocument>;
  saveSpec(project: string, slug: string, text: string, expected: string | null): Promise<SpecDocument>;
  /** With a project, also which globs match no file of it. */
  checkSpec(text: string, project: string | null): Promise<{ spec: Spec | null; mistakes: SpecMistake[]; warnings: SpecMistake[] }>;
  /** Specs of other tools in a folder, as ones that the project could have. Nothing is written. */
  importSpecs(project: string, folder: string): Promise<ForeignSpec[]>;
}

export function createProjects(options: {
  settings: SettingsStore;
  specs: SpecFiles;
  workspaces: Workspaces;
  onProblem: (problem: Problem) => void;
}): Projects {
  const { settings, specs, workspaces } = options;

  const describe = async (path: string): Promise<ProjectInfo> => {
    const repository = await workspaces.describeRepository(path);
    return { ...repository, path: repository.root, specs: await specs.list(repository.root) };
  };
  const without = (path: string): string[] => settings.get().projects.filter((other) => other !== path);

  return {
    async open(path) {
      const info = await describe(path);
      settings.update((current) => ({ ...current, projects: [info.path, ...without(info.path)] }));
      return info;
    },
    async list() {
      const found = await Promise.all(
        settings.get().projects.map((path) =>
          describe(path).catch((error: unknown) => {
            options.onProblem(toProblem(error, path));
            return null;
          }),
        ),
      );
      return found.filter((info) => info !== null);
    },
    forget(path) {
      settings.update((current) => ({ ...current, projects: without(path) }));
      return null;
    },
    readSpec: (project, slug) => specs.read(project, slug),
    async checkSpec(text, project) {
      const { spec, mistakes, warnings } = readSpec(text);
      const idle = project === null ? [] : idleGlobs(text, await workspaces.projectFiles(project));
      return { spec, mistakes, warnings: [...warnings, ...idle].toSorted((a, b) => a.line - b.line) };
    },
    async importSpecs(project, folder) {
      const there = await specs.list(project);
      return importForeign({ root: folder, project, taken: there.map(({ slug }) => slug) });
    },
    saveSpec: (project, slug, text, expected) => specs.save(project, slug, text, expected),
  };
}
