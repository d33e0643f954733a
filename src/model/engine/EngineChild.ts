import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { printable } from '../../domain/printable.js';
import { EngineError } from '../../errors/model.js';
import { findEngineProcess } from './findEngineProcess.js';
import type { EngineCall, EngineReplies, EngineReply } from './messages.js';

interface Pending {
  readonly resolve: (value: EngineReplies[keyof EngineReplies]) => void;
  readonly reject: (error: EngineError) => void;
  readonly onStep: (done: number) => void;
}

/** How much of the child's own words an error repeats. */
const TAIL_CHARACTERS = 600;

/**
 * The engine process as an object with one asynchronous call. When the process ends for any reason, every call that
 * waits and every later call fails with an EngineError. A process that nobody waits for does not keep this one alive.
 */
export class EngineChild {
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private tail = '';
  private ended: EngineError | null = null;

  /** @param log receives what the runtime's native code writes to its error stream */
  constructor(log: (text: string) => void = () => undefined) {
    this.child = fork(findEngineProcess(), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.tail = (this.tail + text).slice(-TAIL_CHARACTERS);
      log(text);
    });
    this.child.on('message', (reply) => this.settle(reply as EngineReply));
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('exit', (code, signal) =>
      this.end(signal === null ? `it ended with code ${code}` : `it was stopped by ${signal}`),
    );
    this.holdOpen(false);
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** @param onStep is told how many steps of a call that has several are done */
  call<Call extends EngineCall>(
    call: Call,
    onStep: (done: number) => void = () => undefined,
  ): Promise<EngineReplies[Call['kind']]> {
    return new Promise((resolve, reject) => {
      if (this.ended !== null) return reject(this.ended);
      const id = this.nextId;
      this.nextId += 1;
      this.pending.set(id, { resolve: resolve as Pending['resolve'], reject, onStep });
      this.holdOpen(true);
      this.child.send({ ...call, id }, (error) => {
        if (error !== null) this.end(error.message);
      });
    });
  }

  /** Ends the process at once; calls that wait fail. */
  kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.child.ref();
      this.child.once('exit', () => resolve());
      this.end('it was closed');
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
    if ('failure' in reply)
      waiting.reject(
        new EngineError({
          what: 'ONNX Runtime refused the work',
          why: printable(reply.failure, TAIL_CHARACTERS),
          remedy: 'Report this with the model that caused it.',
        }),
      );
    else waiting.resolve(reply.value);
  }

  private end(how: string): void {
    if (this.ended !== null) return;
    const said =
      this.tail.trim() === '' ? '' : `; its last words: ${printable(this.tail.trim(), TAIL_CHARACTERS)}`;
    this.ended = new EngineError({
      what: 'the engine process is gone',
      why: `${how}${said}`,
      remedy: 'Run the command again; if it happens again, check free memory.',
    });
    for (const { reject } of this.pending.values()) reject(this.ended);
    this.pending.clear();
  }

  /** While calls wait, the child and its channel keep this process alive. */
  private holdOpen(held: boolean): void {
    const verb = held ? 'ref' : 'unref';
    this.child[verb]();
    this.child.channel?.[verb]();
    (this.child.stderr as Socket | null)?.[verb]();
  }
}
