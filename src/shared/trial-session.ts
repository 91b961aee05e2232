/** Sessions that are arms of trials are known by their ids: tens of thousands of them are left out of lists without being read. */
export const TRIAL_SESSION = 'sesn_trial';

export function isTrialSession(session: string): boolean {
  return session.startsWith(TRIAL_SESSION);
}

/** Whatever is somebody's work. */
export const isNoTrial = (session: string): boolean => !isTrialSession(session);
