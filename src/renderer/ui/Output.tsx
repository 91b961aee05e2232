import { useEffect, useMemo, useRef, useState } from 'react';
import { needsTerminal, plainLines, terminalLines, type Line, type Span } from './ansi-lines.ts';

/** What a command printed, as a terminal would show it. Long output is folded to its first lines. */
export function Output({ text, folded = 200, label }: { text: string; folded?: number; label: string }) {
  const lines = useLines(text);
  const [open, setOpen] = useState(false);
  const shown = open ? lines.slice(0, MOST) : lines.slice(0, folded);
  const hidden = lines.length - shown.length;
  return (
    <div className="rounded-md border border-line bg-surface-1">
      <pre
        aria-label={label}
        tabIndex={0}
        className="machine copyable max-h-[60vh] overflow-auto px-3 py-2 whitespace-pre-wrap wrap-anywhere"
      >
        {shown.map((line, index) => (
          <div key={index} className="min-h-[19px]">
            {line.map((span, at) => (
              <SpanView key={at} span={span} />
            ))}
          </div>
        ))}
      </pre>
      {hidden > 0 || open ? (
        <button
          type="button"
          className="w-full border-t border-line px-3 py-1 text-left text-sm text-accent hover:bg-surface-3"
          onClick={() => setOpen(!open)}
        >
          {open ? `Show the first ${folded} lines` : `Show ${hidden.toLocaleString()} more ${hidden === 1 ? 'line' : 'lines'}`}
        </button>
      ) : null}
    </div>
  );
}

/** Lines drawn at most; the log holds the rest. */
const MOST = 5000;

function SpanView({ span }: { span: Span }) {
  const styled = span.color !== null || span.background !== null || span.bold || span.dim || span.italic || span.underline || span.strike;
  if (!styled) return span.text;
  const decoration = [span.underline ? 'underline' : '', span.strike ? 'line-through' : ''].filter((part) => part !== '').join(' ');
  return (
    <span
      style={{
        ...(span.color === null ? {} : { color: span.color }),
        ...(span.background === null ? {} : { background: span.background }),
        ...(span.bold ? { fontWeight: 600 } : {}),
        ...(span.dim && span.color === null ? { color: 'var(--ink-3)' } : {}),
        ...(span.italic ? { fontStyle: 'italic' } : {}),
        ...(decoration === '' ? {} : { textDecoration: decoration }),
      }}
    >
      {span.text}
    </span>
  );
}

/** Plain text at once; with escape sequences as soon as the terminal has read them, the last reading staying meanwhile. */
function useLines(text: string): Line[] {
  const terminal = needsTerminal(text);
  const [parsed, setParsed] = useState<{ reading: number; lines: Line[] }>({ reading: 0, lines: [] });
  const readings = useRef(0);
  useEffect(() => {
    if (!terminal) return;
    // Text that streams in faster than it is read: each reading is shown, unless a newer one already is.
    const reading = ++readings.current;
    void terminalLines(text).then((lines) => setParsed((last) => (last.reading > reading ? last : { reading, lines })));
  }, [text, terminal]);
  return useMemo(() => (terminal ? parsed.lines : plainLines(text)), [terminal, parsed, text]);
}
