/** How text is edited: the colours of the tokens, so that both themes are one. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const looks = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content:focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', minHeight: '100%', caretColor: 'var(--ink)', cursor: 'text', userSelect: 'text' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0', userSelect: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px', minWidth: '32px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--failed)', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--waiting)', textUnderlineOffset: '3px' },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 2px', display: 'flex', justifyContent: 'center' },
  '.cm-lint-marker': { width: 'auto', height: 'auto', fontWeight: '600' },
  // In place of the pictures that it comes with.
  '.cm-lint-marker-error, .cm-lint-marker-warning': { content: 'normal' },
  '.cm-lint-marker-error::before': { content: '"✗"', color: 'var(--failed)' },
  '.cm-lint-marker-warning::before': { content: '"!"', color: 'var(--waiting)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface-2)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    color: 'var(--ink)',
    fontFamily: 'var(--font-sans)',
    maxWidth: '420px',
  },
  '.cm-diagnostic': { padding: '4px 8px', borderLeft: '0' },
  '.cm-goal-mark': { padding: '0 2px 0 6px', minWidth: '30px', cursor: 'pointer', textAlign: 'right' },
  '.cm-proved': { color: 'var(--passed)' },
  '.cm-unproved': { color: 'var(--waiting)', fontWeight: '600' },
  '.cm-unproved-word': {
    display: 'inline-block',
    whiteSpace: 'nowrap',
    lineHeight: '16px',
    marginLeft: '8px',
    padding: '0 5px',
    borderRadius: '4px',
    backgroundColor: 'var(--waiting-soft)',
    color: 'var(--waiting)',
    fontFamily: 'var(--font-sans)',
    fontSize: '11px',
    userSelect: 'none',
  },
});

const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.monospace, fontFamily: 'var(--font-mono)', color: 'var(--ansi-magenta)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta, tags.labelName], color: 'var(--ink-3)' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.quote, color: 'var(--ink-2)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--ansi-blue)' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.keyword, tags.typeName], color: 'var(--ansi-magenta)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--failed)' },
]);

export const codeTheme = [looks, syntaxHighlighting(words), EditorView.lineWrapping];
