import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useMemo, useState } from 'react';
import { useSearch } from '../features/search/use-search.ts';
import { useApp, useDrover } from '../store/use-drover.ts';
import { hitEntry, linkEntry, namedEntries, searchEntry, type PaletteEntry } from './palette-entries.tsx';
import { matching } from './palette-match.ts';

/** From so many letters on, a word is worth looking for in all sessions. */
const SEARCHED_FROM = 3;
const HITS = 6;

/** Everything by name: screens, actions, sessions, specs; and what was said anywhere. */
export function Palette() {
  const drover = useDrover();
  const open = useApp((state) => state.overlay === 'palette');
  const close = (): void => drover.store.setState({ overlay: null });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup
          aria-label="Find anything"
          className="fixed top-[14vh] left-1/2 z-40 w-[600px] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface-1 shadow-pop outline-none"
        >
          {open ? <Entries close={close} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entries({ close }: { close: () => void }) {
  const drover = useDrover();
  const summaries = useApp((state) => state.summaries);
  const projects = useApp((state) => state.projects);
  const theme = useApp((state) => state.settings?.theme ?? 'system');
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState('');
  const named = useMemo(() => namedEntries(drover, summaries, projects, theme), [drover, summaries, projects, theme]);
  const link = linkEntry(drover, typed);
  const groups = useMemo(() => matching(named, typed), [named, typed]);
  const words = link === null && typed.trim().length >= SEARCHED_FROM ? typed : '';
  const { searched } = useSearch(words, HITS);
  const hits = searched.query === words.trim() ? searched.pages.flat().map((hit) => hitEntry(drover, hit)) : [];
  const shown: { group: string; entries: PaletteEntry[] }[] =
    link !== null
      ? [{ group: link.group, entries: [link] }]
      : [
          ...groups,
          ...(hits.length === 0 ? [] : [{ group: 'Events', entries: hits }]),
          ...(words === '' ? [] : [{ group: 'Search', entries: [searchEntry(drover, typed)] }]),
        ];
  // Answers that come in later must not move the choice away from the best name.
  const first = shown[0]?.entries[0]?.id ?? '';
  const ids = shown.flatMap((group) => group.entries.map((entry) => entry.id));
  return (
    <Command label="Find anything" loop shouldFilter={false} value={ids.includes(selected) ? selected : first} onValueChange={setSelected}>
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={(next) => {
          setTyped(next);
          setSelected('');
        }}
        placeholder="Find a session, a spec, a screen, an action, a word"
        className="copyable h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        {groups.length === 0 && hits.length === 0 && link === null ? (
          <p className="p-4 text-center text-ink-3">Nothing has this name.</p>
        ) : null}
        {shown.map(({ group, entries }) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3"
          >
            {entries.map((entry) => (
              <Command.Item
                key={entry.id}
                value={entry.id}
                onSelect={() => {
                  close();
                  entry.act();
                }}
                className="flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-surface-3 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
              >
                {entry.icon}
                <span className="min-w-0 truncate">{entry.label}</span>
                <span className="ml-auto max-w-52 shrink-0 truncate pl-4 text-sm text-ink-3">{entry.detail}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
