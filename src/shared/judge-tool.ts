/** The names of the forms that models fill in: by them a rehearsal knows what it is asked for. */
export const JUDGE_TOOL = 'hand_in_ruling';
export const PROPOSE_TOOL = 'propose_criteria';
