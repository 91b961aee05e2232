import type { SessionEvent } from '../../../../shared/events.ts';
import { initialState } from '../../../../shared/fold.ts';
import { LiveRow } from '../LiveRow.tsx';
import { useViewState } from '../session-view.ts';
import { useAsked } from '../use-asked.ts';
import { EventView } from './EventView.tsx';
import type { InstantProps } from './InstantPane.tsx';
import { AnswerView, Pane } from './Pane.tsx';

/** Criteria of one check at most; a check that has more shows them when it ended. */
const CRITERIA = 200;

/** The event under the cursor, whole, with what it belongs to: a call with its result, a check with its criteria. */
export function EventTab({ summary, watched, seq }: InstantProps) {
  const following = useViewState((state) => state.following);
  const { rows, columns } = watched.index;
  const head = rows.heads.at(rows.of.at(seq - 1)) + 1;
  const end = columns.link[head - 1] ?? 0;
  const id = summary.id;
  const begun = useAsked('session.events', seq === 0 ? null : { session: id, from: head, limit: 1 });
  const ended = useAsked('session.events', seq === 0 || end <= head ? null : { session: id, from: end, limit: 1 });
  const self = useAsked('session.events', seq === 0 || seq === head || seq === end ? null : { session: id, from: seq, limit: 1 });
  const check = begun.answer?.ok === true && isCheck(begun.answer.value[0]) && end <= head;
  const parts = useAsked('session.events', check ? { session: id, from: head + 1, limit: CRITERIA } : null, watched.index.length);
  const live = following && (summary.status === 'running' || summary.status === 'rescheduling');
  return (
    <Pane label="Event">
      {seq === 0 ? null : (
        <div className={begun.stale ? 'opacity-60' : ''}>
          <AnswerView asked={begun} waiting="Reading the event…">
            {([event]) =>
              event === undefined ? (
                <p className="p-4 text-ink-3">This event cannot be read.</p>
              ) : (
                <EventView
                  event={event}
                  end={of(ended.answer, end)}
                  self={of(self.answer, seq)}
                  parts={parts.answer?.ok === true ? parts.answer.value : []}
                />
              )
            }
          </AnswerView>
        </div>
      )}
      {live ? <LiveRow live={watched.live} state={watched.state ?? initialState} /> : null}
    </Pane>
  );
}

function isCheck(event: SessionEvent | undefined): boolean {
  return event?.type === 'span.outcome_evaluation_start' || event?.type === 'verdict.started';
}

/** The answer's event if it is the one that is meant now. */
function of(answer: { ok: true; value: SessionEvent[] } | { ok: false } | null, seq: number): SessionEvent | null {
  const event = answer?.ok === true ? answer.value[0] : undefined;
  return event?.seq === seq ? event : null;
}
