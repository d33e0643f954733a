import { writeSync } from 'node:fs';

const ENTER = '\u001b[?1049h\u001b[2J\u001b[H\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** How the screen ended: with an exit code, or with what was thrown. */
export type Ending = { readonly code: number } | { readonly error: unknown };

export interface Guard {
  /** Settles at the first signal, uncaught error or closed terminal, or when `end` is called. */
  readonly ended: Promise<Ending>;
  end(ending: Ending): void;
  /** Called once before the screen is given back, so that nothing is drawn after it. */
  beforeLeave: () => void;
  /** Gives the screen to another program, and takes it back. */
  pause(): void;
  resume(): void;
  /** Restores the screen; may be called more than once. */
  leave(): void;
}

/**
 * Takes the alternate screen and makes sure that it is given back: the handlers stand before the first frame, so that no
 * crash, signal or closed pipe leaves a terminal without a cursor. Nothing here exits the process.
 */
export const openGuard = (): Guard => {
  let open = true;
  let settle: (ending: Ending) => void = () => {};
  const ended = new Promise<Ending>((resolve) => {
    settle = resolve;
  });
  const write = (text: string): void => {
    try {
      writeSync(1, text);
    } catch {
      // The terminal is gone: there is nothing left to restore.
    }
  };
  const onSignal = SIGNALS.map(([signal, code]) => [signal, () => settle({ code })] as const);
  const onError = (error: unknown): void => {
    settle({ error });
    // Another handler may end the process now: its message belongs on the person's own screen.
    guard.leave();
  };
  const onClosed = (): void => settle({ code: 0 });
  const leave = (): void => {
    if (!open) return;
    open = false;
    guard.beforeLeave();
    write(LEAVE);
    process.off('exit', leave);
    for (const [signal, handler] of onSignal) process.off(signal, handler);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    process.stdout.off('error', onClosed);
  };
  const guard: Guard = {
    ended,
    end: (ending) => settle(ending),
    beforeLeave: () => {},
    pause: () => write(LEAVE),
    resume: () => write(ENTER),
    leave,
  };
  process.on('exit', leave);
  for (const [signal, handler] of onSignal) process.on(signal, handler);
  process.prependListener('uncaughtException', onError);
  process.prependListener('unhandledRejection', onError);
  process.stdout.on('error', onClosed);
  write(ENTER);
  return guard;
};
