import { EngineError } from '../../errors/model.js';
import type { EngineChild } from './EngineChild.js';

/** The engine process of the moment: one that ended is replaced by a fresh one when it is asked for next. */
export class EngineHost {
  private starting: Promise<EngineChild> | null = null;
  private closed = false;

  /** @param start gives a process of the same engine as `live`, or fails */
  constructor(
    private live: EngineChild,
    private readonly start: () => Promise<EngineChild>,
  ) {}

  /** The process that runs now or ran last. */
  get last(): EngineChild {
    return this.live;
  }

  /** @throws EngineError when the engine was closed, or does not start again */
  async child(): Promise<EngineChild> {
    if (this.closed) throw closedError();
    if (!this.live.isEnded) return this.live;
    this.starting ??= this.start().finally(() => {
      this.starting = null;
    });
    const fresh = await this.starting;
    if (this.closed) {
      await fresh.kill();
      throw closedError();
    }
    this.live = fresh;
    return fresh;
  }

  /** Ends the engine at once and for good; calls that wait fail. */
  async close(): Promise<void> {
    this.closed = true;
    await this.live.kill();
    const fresh = await this.starting?.catch(() => null);
    await fresh?.kill();
  }
}

const closedError = (): EngineError =>
  new EngineError({ what: 'the engine is closed', remedy: 'Start another one.' });
