import type { ReactNode } from 'react';
import { Streamdown, type Components } from 'streamdown';
import { visibleText } from '../../shared/visible-text.ts';

/**
 * Markdown that a model wrote. It is hostile: raw HTML stands there as text, an image is its description, a link is
 * its words with the address beside them and cannot be followed.
 */
export function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  return (
    <Streamdown
      mode={streaming ? 'streaming' : 'static'}
      parseIncompleteMarkdown={streaming}
      controls={false}
      rehypePlugins={noPlugins}
      components={components}
      className="copyable wrap-anywhere"
    >
      {visibleText(text)}
    </Streamdown>
  );
}

/** Without rehype-raw no HTML is ever parsed: it stays text. */
const noPlugins: [] = [];

type Props = { children?: ReactNode; node?: unknown };

const components: Components = {
  p: ({ children }: Props) => <p className="my-1 first:mt-0 last:mb-0">{children}</p>,
  h1: ({ children }: Props) => <p className="mt-3 mb-1 text-lg font-semibold first:mt-0">{children}</p>,
  h2: ({ children }: Props) => <p className="mt-3 mb-1 font-semibold first:mt-0">{children}</p>,
  h3: ({ children }: Props) => <p className="mt-2 mb-1 font-semibold first:mt-0">{children}</p>,
  h4: ({ children }: Props) => <p className="mt-2 mb-1 font-semibold first:mt-0">{children}</p>,
  h5: ({ children }: Props) => <p className="mt-2 mb-1 font-semibold first:mt-0">{children}</p>,
  h6: ({ children }: Props) => <p className="mt-2 mb-1 font-semibold first:mt-0">{children}</p>,
  ul: ({ children }: Props) => <ul className="my-1 list-disc pl-5">{children}</ul>,
  ol: ({ children }: Props) => <ol className="my-1 list-decimal pl-5">{children}</ol>,
  li: ({ children }: Props) => <li className="my-0.5">{children}</li>,
  strong: ({ children }: Props) => <strong className="font-semibold">{children}</strong>,
  blockquote: ({ children }: Props) => <blockquote className="my-1 border-l-2 border-line pl-3 text-ink-2">{children}</blockquote>,
  hr: () => <hr className="my-2 border-line" />,
  pre: ({ children }: Props) => (
    <pre
      tabIndex={0}
      className="machine my-2 max-h-96 overflow-auto rounded-md border border-line bg-surface-1 px-3 py-2 whitespace-pre [&_code]:bg-transparent [&_code]:p-0"
    >
      {children}
    </pre>
  ),
  code: ({ children }: Props) => <code className="machine rounded-sm bg-surface-3 px-1 py-px">{children}</code>,
  inlineCode: ({ children }: Props) => <code className="machine rounded-sm bg-surface-3 px-1 py-px">{children}</code>,
  table: ({ children }: Props) => (
    <div className="my-2 overflow-auto">
      <table className="border-collapse text-left">{children}</table>
    </div>
  ),
  thead: ({ children }: Props) => <thead>{children}</thead>,
  tbody: ({ children }: Props) => <tbody>{children}</tbody>,
  tr: ({ children }: Props) => <tr className="border-b border-line">{children}</tr>,
  th: ({ children }: Props) => <th className="px-2 py-1 font-semibold">{children}</th>,
  td: ({ children }: Props) => <td className="px-2 py-1">{children}</td>,
  a: ({ children, href }: Props & { href?: string | undefined }) => (
    <span>
      <span className="underline decoration-dotted">{children}</span>
      {href === undefined || href === children ? null : <span className="machine text-ink-3"> ({href})</span>}
    </span>
  ),
  img: ({ alt, src }: { alt?: string | undefined; src?: unknown; node?: unknown }) => (
    <span className="machine text-ink-3">
      [image{alt === undefined || alt === '' ? '' : `: ${alt}`}
      {typeof src === 'string' ? ` ${src}` : ''}]
    </span>
  ),
};
