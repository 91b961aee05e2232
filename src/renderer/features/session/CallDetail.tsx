import { Output } from '../../ui/Output.tsx';
import { visibleText } from '../../../shared/visible-text.ts';

/** What a call was given and what it gave, as text that a machine wrote. */
export function CallDetail({ name, input, result }: { name: string; input: Record<string, unknown>; result: string | null }) {
  return (
    <div className="flex flex-col gap-2 py-1 pr-6 pb-3 pl-7">
      <Given name={name} input={input} />
      {result === null || result === '' ? null : <Output text={result} label={`Output of ${name}`} />}
    </div>
  );
}

function Given({ name, input }: { name: string; input: Record<string, unknown> }) {
  const { command, old_text: oldText, new_text: newText, content } = input;
  if (name === 'bash' && typeof command === 'string') {
    return command.includes('\n') ? <Lines label="Command" parts={[{ sign: '', text: command }]} /> : null;
  }
  if (name === 'edit' && typeof oldText === 'string' && typeof newText === 'string') {
    return (
      <Lines
        label="Edit"
        parts={[
          { sign: '−', text: oldText },
          { sign: '+', text: newText },
        ]}
      />
    );
  }
  if (name === 'write' && typeof content === 'string') return <Lines label="Written" parts={[{ sign: '+', text: content }]} />;
  const simple = ['read', 'glob', 'grep', 'check_criteria'].includes(name);
  return simple ? null : <Lines label="Input" parts={[{ sign: '', text: JSON.stringify(input, null, 2) }]} />;
}

/** Lines drawn at most of what a call was given; the log holds the rest. */
const MOST = 600;

function Lines({ label, parts }: { label: string; parts: { sign: '' | '+' | '−'; text: string }[] }) {
  const lines = parts.flatMap(({ sign, text }) =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => ({ sign, line })),
  );
  const looks = { '': '', '+': 'bg-passed-soft', '−': 'bg-failed-soft' };
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      className="machine copyable max-h-96 overflow-auto rounded-md border border-line bg-surface-1 py-1 whitespace-pre-wrap wrap-anywhere"
    >
      {lines.slice(0, MOST).map(({ sign, line }, index) => (
        <div key={index} className={`min-h-[19px] px-3 ${looks[sign]}`}>
          {sign === '' ? null : <span className="mr-2 text-ink-3 select-none">{sign}</span>}
          {visibleText(line)}
        </div>
      ))}
      {lines.length > MOST ? <div className="px-3 text-ink-3">… {lines.length - MOST} more lines</div> : null}
    </pre>
  );
}
