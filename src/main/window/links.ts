/** Links to events that reach the application from elsewhere: an argument, a second start, the system's own call. */
import { app } from 'electron';
import { parseEventLink, type EventLink } from '../../shared/event-link.ts';

/** A command line may hold a link among switches of any kind; the last link counts. */
function linkIn(argv: readonly string[]): EventLink | null {
  return argv.reduce<EventLink | null>((found, word) => parseEventLink(word) ?? found, null);
}

export interface Links {
  /** The link that nobody has shown yet, once. */
  take(): EventLink | null;
}

/**
 * To be called before `app` is ready. The packaged application is registered for `drover://`; a run from the repository is not,
 * it would leave the system pointing at a development tree. `show` is told of links that come while the application runs.
 */
export function listenForLinks(show: (link: EventLink) => void): Links {
  if (app.isPackaged) app.setAsDefaultProtocolClient('drover');
  let first = linkIn(process.argv.slice(1));
  app.on('second-instance', (_event, argv) => {
    const link = linkIn(argv.slice(1));
    if (link !== null) show(link);
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = parseEventLink(url);
    if (link === null) return;
    // macOS gives the link of a first start here, before there is a window to show it.
    if (app.isReady()) show(link);
    else first = link;
  });
  return {
    take() {
      const link = first;
      first = null;
      return link;
    },
  };
}
