/** Every key, for the map that `?` shows. The components bind them; this page names them. */
export const keyMap: { group: string; keys: [chord: string, what: string][] }[] = [
  {
    group: 'Everywhere',
    keys: [
      ['mod+k', 'Find anything'],
      ['mod+n', 'New spec'],
      ['?', 'This map'],
      ['Escape', 'Out, or one step back'],
    ],
  },
  {
    group: 'Lists',
    keys: [
      ['j', 'Next'],
      ['k', 'Previous'],
      ['Enter', 'Open'],
      ['/', 'Filter'],
    ],
  },
  {
    group: 'Sessions',
    keys: [
      ['x', 'Choose for a comparison'],
      ['c', 'Compare the two chosen'],
      ['ArrowRight', 'Unfold what came from it'],
      ['ArrowLeft', 'Fold it, or go to its parent'],
    ],
  },
  {
    group: 'Coaching',
    keys: [
      ['p', 'Prune the entry, or those that are marked'],
      ['t', 'Test the entry, or those that are marked'],
      ['u', 'Undo'],
      ['r', 'Restore the entry from the archive'],
      ['Space', 'Mark the entry'],
      ['Enter', 'Open the entry'],
    ],
  },
  {
    group: 'Session',
    keys: [
      ['ArrowLeft', 'Event before'],
      ['ArrowRight', 'Next event'],
      ['mod+ArrowLeft', 'Ten events back'],
      ['mod+ArrowRight', 'Ten events on'],
      ['shift+ArrowLeft', 'Turn before'],
      ['shift+ArrowRight', 'Next turn'],
      ['Home', 'First event'],
      ['End', 'Newest event'],
      ['[', 'Failure before'],
      [']', 'Next failure'],
      ['/', 'Filter events'],
      ['Enter', 'Next hit; fold or unfold a turn'],
      ['shift+Enter', 'Hit before'],
      ['Space', 'Follow live, or stop following'],
      ['mod+Enter', 'Send the message'],
    ],
  },
  {
    group: 'On a tab that Tab came to',
    keys: [
      ['ArrowLeft', 'Tab before'],
      ['ArrowRight', 'Next tab'],
    ],
  },
  {
    group: 'Spec',
    keys: [
      ['mod+Enter', 'Dispatch'],
      ['mod+s', 'Save'],
      ['mod+i', 'The file, or the cards'],
      ['mod+l', 'Link a line of the goal to what proves it'],
      ['alt+ArrowUp', 'Move the criterion up'],
      ['alt+ArrowDown', 'Move the criterion down'],
      ['mod+d', 'Duplicate the criterion'],
      ['mod+z', 'Undo'],
      ['mod+y', 'Redo'],
    ],
  },
  {
    group: 'Attempts',
    keys: [
      ['x', 'Choose for a comparison'],
      ['c', 'Compare the two chosen'],
      ['a', 'Accept the best'],
    ],
  },
  {
    group: 'Verdict',
    keys: [
      ['a', 'Accept'],
      ['s', 'Send back with the comments'],
      ['r', 'Reject'],
    ],
  },
  {
    group: 'Diff',
    keys: [
      ['j', 'Next line'],
      ['k', 'Line before'],
      ['n', 'Next change'],
      ['p', 'Change before'],
      [']', 'Next file'],
      ['[', 'File before'],
      ['ArrowLeft', 'Old side'],
      ['ArrowRight', 'New side'],
      ['c', 'Comment on the line'],
      ['v', 'File viewed'],
      ['x', 'Fold the file'],
      ['d', 'Split or unified'],
    ],
  },
];
