import {
  Box,
  Brain,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePlay,
  CircleX,
  Coins,
  FileCheck,
  FileInput,
  FilePen,
  FilePlus,
  FileText,
  FoldVertical,
  FolderSearch,
  GitFork,
  ListChecks,
  MessageSquare,
  MessageSquareText,
  OctagonPause,
  PackageX,
  RotateCw,
  Save,
  Search,
  Send,
  Terminal,
  ThumbsDown,
  User,
  Wrench,
  type LucideIcon,
} from 'lucide-react';

const icons = {
  bash: Terminal,
  edit: FilePen,
  write: FilePlus,
  read: FileText,
  glob: FolderSearch,
  grep: Search,
  check_criteria: ListChecks,
  tool: Wrench,
  worker: MessageSquareText,
  thinking: Brain,
  you: User,
  drover: MessageSquare,
  open: CircleDashed,
  passed: CircleCheck,
  failed: CircleX,
  again: RotateCw,
  dispatch: Send,
  spec: FileCheck,
  box: Box,
  lost: PackageX,
  files: Save,
  stop: OctagonPause,
  go: CirclePlay,
  budget: Coins,
  accept: CheckCheck,
  reject: ThumbsDown,
  fork: GitFork,
  import: FileInput,
  compact: FoldVertical,
  unknown: CircleHelp,
} satisfies Record<string, LucideIcon>;

export type RowIconName = keyof typeof icons;

export const callIcon = (name: string): RowIconName => (Object.hasOwn(icons, name) ? (name as RowIconName) : 'tool'); // just looked up

/** All shapes once; a row refers to one, so that another row in its place changes an attribute and no elements. */
export function RowIconShapes() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      {Object.entries(icons).map(([name, Icon]) => (
        <symbol key={name} id={`row-icon-${name}`} viewBox="0 0 24 24">
          <Icon />
        </symbol>
      ))}
    </svg>
  );
}

export function RowIcon({ name, look }: { name: RowIconName; look: string }) {
  return (
    <svg aria-hidden="true" className={`size-3.5 shrink-0 ${look}`}>
      <use href={`#row-icon-${name}`} />
    </svg>
  );
}
