import { InterruptedError } from '../errors/interrupt.js';

/**
 * Waits for work that a signal may stop, and says with which command it goes on.
 * @throws InterruptedError in place of whatever stopped work rejects with
 */
export async function interruptible<T>(work: Promise<T>, signal: AbortSignal, command: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new InterruptedError(signal, `go on with: ${command}`);
  }
}
