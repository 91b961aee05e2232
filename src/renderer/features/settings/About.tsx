import { useApp } from '../../store/use-drover.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProblemView } from '../../ui/ProblemView.tsx';
import { SettingsHead } from './SettingsHead.tsx';

/** What runs here, and what is not as it should be. */
export function About() {
  const about = useApp((state) => state.about);
  const keyring = useApp((state) => state.settings?.keyring);
  if (about === null) return null;
  return (
    <>
      <SettingsHead title={`Drover ${about.version}`}>Everything it knows is in one folder on this computer.</SettingsHead>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1">
        <dt className="text-ink-3">Runtime</dt>
        <dd className="copyable">{about.runtime}</dd>
        <dt className="text-ink-3">Data</dt>
        <dd className="flex items-center gap-1">
          <span className="machine copyable wrap-anywhere">{about.dataDir}</span>
          <CopyButton text={about.dataDir} label="Copy the path" />
        </dd>
        <dt className="text-ink-3">Keys</dt>
        <dd className="copyable">
          {keyring?.available === true ? 'in this system’s keyring' : `in memory for this run only. ${keyring?.reason ?? ''}`}
        </dd>
      </dl>
      {about.notes.length === 0 ? null : (
        <section className="mt-4">
          <h3 className="mb-1 font-semibold">Notes</h3>
          <ul className="list-disc pl-5 text-ink-2">
            {about.notes.map((note) => (
              <li key={note} className="copyable">
                {note}
              </li>
            ))}
          </ul>
        </section>
      )}
      {about.readOnly === null ? null : (
        <div className="mt-4">
          <ProblemView problem={about.readOnly} tone="waiting" />
        </div>
      )}
    </>
  );
}
