import { FolderOpen, Play } from 'lucide-react';
import { useState } from 'react';
import { pickProject, runDemo } from '../../app/new-spec.ts';
import { useApp, useDrover } from '../../store/use-drover.ts';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';

/** The board before there is anything on it: one thing to see, one thing to do. */
export function FirstRun() {
  const drover = useDrover();
  const notes = useApp((state) => state.about?.notes ?? []);
  const [busy, setBusy] = useState(false);
  async function demo(): Promise<void> {
    setBusy(true);
    await runDemo(drover);
    setBusy(false);
  }
  return (
    <Screen label="Board">
      <div className="flex flex-1 items-center justify-center overflow-auto p-8">
        <div className="w-full max-w-xl">
          <h1 className="text-xl font-semibold">See a worker earn its verdict</h1>
          <p className="mt-2 max-w-prose text-ink-2">
            The demo dispatches a small spec to a rehearsal model on this machine. It needs no key and no network; the cost it shows is
            rehearsed too.
          </p>
          <ol className="mt-6 grid grid-cols-3 gap-4">
            <Step n={1} title="Spec">
              A goal and the criteria that prove it.
            </Step>
            <Step n={2} title="Session">
              A worker in a sandbox tries until they hold.
            </Step>
            <Step n={3} title="Verdict">
              A gate checks the result on a fresh checkout.
            </Step>
          </ol>
          <div className="mt-6 flex gap-2">
            <Button look="primary" icon={<Play />} busy={busy} onClick={() => void demo()}>
              Run the demo
            </Button>
            <Button icon={<FolderOpen />} onClick={() => void pickProject(drover)}>
              Open a repository
            </Button>
          </div>
          {notes.length === 0 ? null : (
            <ul className="mt-8 border-t border-line pt-3 text-ink-3">
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </Screen>
  );
}

function Step({ n, title, children }: { n: number; title: string; children: string }) {
  return (
    <li className="border-t-2 border-line-strong pt-2">
      <p className="font-semibold">
        <span className="text-ink-3">{n}</span> {title}
      </p>
      <p className="text-ink-2">{children}</p>
    </li>
  );
}
