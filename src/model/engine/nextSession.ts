let last = 0;

/** A number that no session of any engine process has had. */
export function nextSession(): number {
  last += 1;
  return last;
}
