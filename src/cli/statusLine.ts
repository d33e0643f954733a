import { performance } from 'node:perf_hooks';
import type { CommandContext } from './context.js';

const TTY_INTERVAL_MS = 200;

/** How far work is. */
interface Share {
  readonly done: number;
  readonly total: number;
}

/** The last line of stderr: on a terminal it is rewritten in place, elsewhere a line is added per tenth of the work. */
export class StatusLine {
  #shownAt = 0;
  #tenth = -1;
  #open = false;

  constructor(readonly context: CommandContext) {}

  /** Removes the line that is rewritten. */
  clear(): void {
    if (this.#open) this.context.err('\r\x1b[2K');
    this.#open = false;
  }

  /** Writes a line that stays. */
  print(text: string): void {
    this.clear();
    this.context.err(`${text}\n`);
  }

  /** Tenths are counted anew: other work begins. */
  begin(): void {
    this.#tenth = -1;
  }

  show(text: string, { done, total }: Share): void {
    if (!this.context.stderrIsTTY) {
      const tenth = Math.floor((done * 10) / Math.max(1, total));
      if (tenth !== this.#tenth) this.print(text);
      this.#tenth = tenth;
      return;
    }
    if (performance.now() - this.#shownAt < TTY_INTERVAL_MS) return;
    this.#shownAt = performance.now();
    this.context.err(`\r\x1b[2K${text.slice(0, this.context.columns - 1)}`);
    this.#open = true;
  }
}
