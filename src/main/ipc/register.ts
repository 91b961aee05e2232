import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { inputs, type Answer, type Channel, type InputOf, type Outputs } from '../../shared/ipc.ts';
import { toProblem } from '../../shared/problem.ts';

export type Handlers = { [C in Channel]: (input: InputOf<C>) => Promise<Outputs[C]> | Outputs[C] };

export interface Served {
  handlers: Handlers;
  /** Takes known secrets out of what a failure says. */
  mask: (text: string) => string;
}

/**
 * The one door from the window. Only our own page, in its main frame, may call; every input is parsed by its schema
 * before a handler sees it; a failure answers as a `Problem`, masked, without a stack.
 * @param ready may still be on its way: calls wait for it
 */
export function registerIpc(ready: Promise<Served>, isTrusted: (event: IpcMainInvokeEvent) => boolean): void {
  ipcMain.handle('drover:call', async (event, channel: unknown, input: unknown): Promise<Answer<Channel>> => {
    if (!isTrusted(event)) throw new Error('refused: this call did not come from the application window');
    if (!isChannel(channel))
      return refuse(typeof channel === 'string' ? `There is no call "${channel}"` : 'A call has a name', 'the window');
    const parsed = inputs[channel].safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refuse(issue?.message ?? 'The input does not fit', `${channel} ${issue?.path.join('.') ?? ''}`.trim());
    }
    const { handlers, mask } = await ready;
    try {
      return { ok: true, value: await call(handlers, channel, parsed.data) };
    } catch (error) {
      const { what, where, todo } = toProblem(error, channel);
      return { ok: false, problem: { what: mask(what), where: mask(where), todo: mask(todo) } };
    }
  });
}

function call<C extends Channel>(handlers: Handlers, channel: C, input: unknown): Promise<Outputs[C]> | Outputs[C] {
  // The schema of this very channel has just parsed it.
  return handlers[channel](input as InputOf<C>);
}

function isChannel(channel: unknown): channel is Channel {
  return typeof channel === 'string' && Object.hasOwn(inputs, channel);
}

function refuse(what: string, where: string): Answer<Channel> {
  return { ok: false, problem: { what, where, todo: 'Correct the input and try again.' } };
}
