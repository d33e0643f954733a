import { InterruptedError } from '../../errors/interrupt.js';

/** @throws InterruptedError when the signal asked to stop */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new InterruptedError(signal, 'Run the same command again: it goes on where it stopped.');
}

/** Runs work that a signal may stop: whatever it ends with then, the caller sees the interruption. */
export async function interruptible<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  stopIfAborted(signal);
  try {
    return await work();
  } catch (error) {
    stopIfAborted(signal);
    throw error;
  }
}
