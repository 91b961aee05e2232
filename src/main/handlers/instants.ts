/** Calls from the window about the files of an instant. */
import { createInstants, type InstantPorts } from '../app/instants.ts';
import type { Handlers } from '../ipc/register.ts';

type Channels = 'session.files' | 'session.file' | 'session.changes';

export function instantHandlers(ports: InstantPorts): Pick<Handlers, Channels> {
  const instants = createInstants(ports);
  return {
    'session.files': ({ session, seq }) => instants.filesAt(session, seq),
    'session.file': ({ session, seq, path }) => instants.fileAt(session, seq, path),
    'session.changes': ({ session, seq, since }) => instants.changesAt(session, seq, since),
  };
}
