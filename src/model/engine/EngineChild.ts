import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { type EngineError, EngineStoppedError } from '../../errors/model.js';
import { childEnvironment } from './childEnvironment.js';
import { endedError, failureError, startError } from './engineErrors.js';
import { findEngineProcess } from './findEngineProcess.js';
import { killedForMemory } from './killedForMemory.js';
import type { EngineCall, EngineReplies, EngineReply } from './messages.js';

interface Pending {
  readonly resolve: (value: EngineReplies[keyof EngineReplies]) => void;
  readonly reject: (error: unknown) => void;
  readonly onStep: (done: number) => void;
}

/** What a call may ask for beside its result. */
export interface CallOptions {
  /** Is told how many steps of a call that has several are done. */
  readonly onStep?: (done: number) => void;
  /** Ends the whole process when it is aborted before the call is done: native code does not yield. */
  readonly signal?: AbortSignal | undefined;
}

/** How much of the child's own words an error repeats. */
const TAIL_CHARACTERS = 600;

/**
 * The engine process as an object with one asynchronous call. When the process ends for any reason, every call that
 * waits and every later call fails with a named error. A process that nobody waits for does not keep this one alive.
 */
export class EngineChild {
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private readonly killsBefore = killedForMemory();
  private nextId = 1;
  private tail = '';
  private ending: unknown = null;

  /**
   * @param log receives what the runtime's native code writes to its error stream
   * @param path the built file of the engine process
   * @throws EngineError when the system refuses a new process at once
   */
  constructor(log: (text: string) => void = () => undefined, path = findEngineProcess()) {
    try {
      this.child = fork(path, [], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: [],
        // biome-ignore lint/style/noProcessEnv: the child inherits it, as any child does
        env: childEnvironment(process.env),
      });
    } catch (cause) {
      throw startError(cause as NodeJS.ErrnoException);
    }
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.tail = (this.tail + text).slice(-TAIL_CHARACTERS);
      log(text);
    });
    this.child.on('message', (reply) => this.settle(reply as EngineReply));
    this.child.on('error', (error: NodeJS.ErrnoException) => {
      this.end(this.child.pid === undefined ? startError(error) : endedError({ how: error.message }));
    });
    // The error stream ends before `close`, so that the last words are whole.
    this.child.on('close', (code, signal) =>
      this.end(endedError({ code, signal, tail: this.tail, kills: this.killsSince() })),
    );
    this.holdOpen(false);
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Whether the process is gone or about to go: it takes no call any more. */
  get isEnded(): boolean {
    const { exitCode, signalCode } = this.child;
    return this.ending !== null || exitCode !== null || signalCode !== null;
  }

  /** @throws EngineError, OutOfMemoryError, ProviderError, EngineStoppedError */
  call<Call extends EngineCall>(
    call: Call,
    { onStep = () => undefined, signal }: CallOptions = {},
  ): Promise<EngineReplies[Call['kind']]> {
    return new Promise((resolve, reject) => {
      if (this.ending !== null) return reject(this.ending);
      if (signal?.aborted) return reject(stopped());
      const id = this.nextId;
      this.nextId += 1;
      const stop = () => void this.kill(stopped());
      signal?.addEventListener('abort', stop, { once: true });
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', stop);
          settle(value);
        };
      this.pending.set(id, {
        resolve: settled(resolve as Pending['resolve']),
        reject: settled(reject),
        onStep,
      });
      this.holdOpen(true);
      this.child.send({ ...call, id }, (error) => {
        // A process that died has more to say than that its channel is closed; it is heard at its end.
        if (error !== null && this.child.pid === undefined) this.end(startError(error));
      });
    });
  }

  /** Ends the process at once; calls that wait fail with `why`. */
  kill(why: EngineError = endedError({ how: 'it was closed' })): Promise<void> {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.child.ref();
      this.child.once('exit', () => resolve());
      this.end(why);
      this.child.kill('SIGKILL');
    });
  }

  private settle(reply: EngineReply): void {
    const waiting = this.pending.get(reply.id);
    if (waiting === undefined) return;
    if ('done' in reply) {
      waiting.onStep(reply.done);
      return;
    }
    this.pending.delete(reply.id);
    if (this.pending.size === 0) this.holdOpen(false);
    if ('failure' in reply) waiting.reject(failureError(reply));
    else waiting.resolve(reply.value);
  }

  private end(why: unknown): void {
    if (this.ending !== null) return;
    this.ending = why;
    for (const { reject } of this.pending.values()) reject(why);
    this.pending.clear();
  }

  /** How many processes the kernel has killed for memory since this one started; null when it does not tell. */
  private killsSince(): number | null {
    const now = killedForMemory();
    return now === null || this.killsBefore === null ? null : now - this.killsBefore;
  }

  /** While calls wait, the child and its channel keep this process alive. */
  private holdOpen(held: boolean): void {
    const verb = held ? 'ref' : 'unref';
    this.child[verb]();
    this.child.channel?.[verb]();
    (this.child.stderr as Socket | null)?.[verb]();
  }
}

const stopped = (): EngineStoppedError =>
  new EngineStoppedError({
    what: 'the engine was stopped while it computed',
    why: 'its caller asked for it',
    remedy: 'Run the same work again; the engine starts anew by itself.',
  });
