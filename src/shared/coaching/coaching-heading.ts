/** What the coaching begins with that a worker is told. */
export const COACHING_HEADING = '# What this project has learned';
