import { createContext, Script } from 'node:vm';

/** The work was stopped because its time was over. */
export class TimeOver extends Error {}

const CALL = new Script('work()');

/**
 * Runs work that never yields, and stops it when its time is over. The context holds nothing but the work.
 * @throws TimeOver
 */
export function withTimeLimit<T>(milliseconds: number, work: () => T): T {
  try {
    return CALL.runInContext(createContext({ work }), { timeout: milliseconds }) as T;
  } catch (cause) {
    // Thrown by the engine in the other context, where it is no instance of this one's Error.
    const { code } = cause as { code?: unknown };
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TimeOver(`stopped after ${milliseconds} ms`);
    throw cause;
  }
}
