import { isMac } from '../bridge.ts';

/** A key or a chord: `mod+Enter` is ⌘⏎ on a Mac and Ctrl+⏎ elsewhere. Words for the eye only. */
export function Kbd({ keys, on = 'surface' }: { keys: string; on?: 'surface' | 'accent' }) {
  const look = on === 'accent' ? 'border-current/40' : 'border-line text-ink-3';
  return (
    <kbd
      aria-hidden="true"
      className={`inline-flex h-4 items-center rounded-sm border px-1 font-sans text-[10.5px] leading-none font-normal ${look}`}
    >
      {keyNames(keys, isMac())}
    </kbd>
  );
}

function keyNames(keys: string, mac: boolean): string {
  const names = keys.split('+').map((key) => {
    if (key === 'mod') return mac ? '⌘' : 'Ctrl';
    if (key === 'Enter') return mac ? '⏎' : 'Enter';
    if (key === 'Escape') return 'Esc';
    if (key === 'shift') return mac ? '⇧' : 'Shift';
    if (key === 'ArrowLeft') return '←';
    if (key === 'ArrowRight') return '→';
    if (key === 'ArrowUp') return '↑';
    if (key === 'ArrowDown') return '↓';
    if (key === 'alt') return mac ? '⌥' : 'Alt';
    return key.length === 1 ? key.toUpperCase() : key;
  });
  return names.join(mac ? '' : ' ');
}
