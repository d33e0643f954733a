/** How long a running batch may take to end by itself. */
const GRACE_MS = 2000;

/**
 * A signal that follows another one after a grace, for work that should end by itself first.
 *
 * @returns the later signal, and `end` to be called when nothing waits for it any more
 */
export function afterGrace(
  first: AbortSignal,
  graceMs = GRACE_MS,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(() => late.abort(first.reason), graceMs);
  };
  if (first.aborted) wait();
  else first.addEventListener('abort', wait, { once: true });
  return {
    signal: late.signal,
    end: () => {
      first.removeEventListener('abort', wait);
      clearTimeout(timer);
    },
  };
}
