/**
 * Share of the permitted stake weight above which rows, or what their validators published, speak for the chain: exactly
 * half does not (rule: verdicts, docs/methodology.md).
 */
export const MAJORITY = 0.5;
