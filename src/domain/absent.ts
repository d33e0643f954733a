/** Why a value is not there. Never a bare null: a missing KL is not 0 and an absent axis is not an axis of 0. */
export interface Absent {
  readonly absent: 'missing' | 'not-applicable' | 'unknown';
  /** One sentence that names what is missing and who could supply it. */
  readonly why: string;
}

export const isAbsent = (value: unknown): value is Absent =>
  typeof value === 'object' && value !== null && 'absent' in value && 'why' in value;
