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
    group: 'Lists and timeline',
    keys: [
      ['j', 'Next'],
      ['k', 'Previous'],
      ['Enter', 'Open'],
      ['/', 'Filter'],
    ],
  },
  {
    group: 'Session',
    keys: [
      ['[', 'Failure before'],
      [']', 'Next failure'],
      ['Space', 'Follow live, or stop following'],
      ['mod+Enter', 'Send the message'],
    ],
  },
  {
    group: 'Spec',
    keys: [
      ['mod+Enter', 'Dispatch'],
      ['mod+s', 'Save'],
    ],
  },
  {
    group: 'Verdict',
    keys: [
      ['a', 'Accept'],
      ['r', 'Reject'],
    ],
  },
];
