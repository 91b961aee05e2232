import { useEffect, useState } from 'react';
import { useSessionView } from './session-view.ts';

/** What is asked of the main process waits until the cursor rests this long, in ms. */
const REST_MS = 90;
/** While it keeps moving it is taken along this often, in ms: to show an event whole takes longer than a frame. */
const ALONG_MS = 1000;

/** Where the cursor rests; the component is not drawn again while it moves. */
export function useRestingCursor(): number {
  const { store } = useSessionView();
  const [resting, setResting] = useState(() => store.getState().cursor);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let since = 0;
    let taken = store.getState().cursor;
    setResting(taken);
    function take(): void {
      since = 0;
      taken = store.getState().cursor;
      setResting(taken);
    }
    const end = store.subscribe(({ cursor }) => {
      clearTimeout(timer);
      if (cursor === taken) return;
      const now = performance.now();
      if (since === 0) since = now;
      timer = setTimeout(take, Math.max(0, Math.min(REST_MS, since + ALONG_MS - now)));
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [store]);
  return resting;
}
