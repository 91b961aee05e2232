import { dispatched } from './lifecycle.ts';
import type { Driver } from './driver.ts';

/** The target holds as many sandboxes as it may: the log says that the session waits, once, and it waits for one to go. */
export async function awaitPlace(driver: Driver): Promise<void> {
  const { journal, ports, signal } = driver;
  const { target } = dispatched(driver).dispatch;
  if (!journal.state().awaitsPlace) await journal.append([{ type: 'sandbox.awaited', target }]);
  await ports.places.wait(journal.session, signal);
  await journal.refresh();
}
