import {
  Box,
  CheckCheck,
  CircleHelp,
  CirclePlay,
  Coins,
  FileCheck,
  FileInput,
  FoldVertical,
  GitFork,
  OctagonPause,
  PackageX,
  Save,
  Send,
  ThumbsDown,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Note } from './timeline-note.ts';

export const noteIcons: Record<Note['icon'], ReactNode> = {
  dispatch: <Send />,
  spec: <FileCheck />,
  box: <Box />,
  lost: <PackageX />,
  files: <Save />,
  stop: <OctagonPause />,
  go: <CirclePlay />,
  budget: <Coins />,
  accept: <CheckCheck />,
  reject: <ThumbsDown />,
  fork: <GitFork />,
  import: <FileInput />,
  compact: <FoldVertical />,
  unknown: <CircleHelp />,
};

export const noteTones: Record<Note['tone'], string> = {
  machine: 'text-ink-2',
  waiting: 'font-semibold text-waiting',
  failed: 'font-semibold text-failed',
  passed: 'font-semibold text-passed',
};
