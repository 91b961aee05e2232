import { UnreachableError } from '../../shared/sandbox.ts';

/** The line was there and broke, or went silent while it was made: another attempt makes sense at once. */
export class BrokenLineError extends UnreachableError {}
