import { WebSocket } from 'ws';
import type { Channel, ChannelLimits } from './channel.js';
import { type Fault, fault, type Outcome } from './fault.js';
import { readAnswer, writeCall } from './jsonRpc.js';
import { networkFault } from './networkFault.js';
import { closeCodeFault, httpStatusFault, retryAfterMs } from './nodeErrors.js';
import type { EndpointAddress } from './parseEndpoint.js';

/** While calls wait, silence is measured in beats of this part of the time limit. */
const BEATS_PER_TIMEOUT = 8;

/** A connection on which not one byte, not even of a pong, arrived in so many beats is dead. */
const SILENT_BEATS = 4;

/** How long a polite goodbye may take, in milliseconds. */
const GOODBYE_MS = 250;

interface Waiting {
  readonly settle: (outcome: Outcome<unknown>) => void;
}

/**
 * JSON-RPC over one WebSocket, opened at the first call and again at the next call after it broke. Calls may overlap.
 * A connection that stays silent while calls wait is ended as dead (`down`), so that a slow node (`timeout`) is told
 * apart from a connection of which the other side is gone.
 */
export class WebSocketChannel implements Channel {
  readonly #address: EndpointAddress;
  readonly #limits: ChannelLimits;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #opening: Promise<Outcome<WebSocket>> | null = null;
  #beat: NodeJS.Timeout | null = null;
  #bytesHeard: () => number = () => 0;
  #lastId = 0;
  #closed = false;

  constructor(address: EndpointAddress, limits: ChannelLimits) {
    this.#address = address;
    this.#limits = limits;
  }

  async call(method: string, params: readonly unknown[]): Promise<Outcome<unknown>> {
    if (this.#closed) return fault('down', 'the connection was closed by this program');
    this.#opening ??= this.#open();
    const opened = await this.#opening;
    if ('fault' in opened) return opened;
    this.#lastId += 1;
    const id = this.#lastId;
    return await new Promise((resolve) => {
      const timer = setTimeout(
        () => settle(fault('timeout', `no answer to ${method} within ${this.#limits.timeoutMs} ms`)),
        this.#limits.timeoutMs,
      );
      const settle = (outcome: Outcome<unknown>): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (this.#waiting.size === 0) this.#stopBeat();
        resolve(outcome);
      };
      this.#waiting.set(id, { settle });
      this.#startBeat();
      // A broken connection is also told by the `close` event, which settles whatever waits.
      opened.value.send(writeCall(id, method, params), () => {});
      if (opened.value.readyState !== WebSocket.OPEN) settle(fault('down', 'the connection was closed'));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const socket = this.#socket;
    this.#drop(fault('down', 'the connection was closed by this program').fault);
    if (socket === null || socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      else socket.terminate();
    });
  }

  #open(): Promise<Outcome<WebSocket>> {
    const { authorization, url } = this.#address;
    return new Promise((resolve) => {
      const socket = new WebSocket(url, {
        maxPayload: this.#limits.maxAnswerBytes,
        perMessageDeflate: false,
        followRedirects: false,
        headers: authorization === null ? {} : { authorization },
      });
      this.#socket = socket;
      const fail = (why: Fault): void => {
        clearTimeout(timer);
        resolve({ fault: why });
        if (this.#socket === socket) this.#drop(why);
        socket.terminate();
      };
      const timer = setTimeout(
        () => fail(fault('down', `no connection within ${this.#limits.timeoutMs} ms`).fault),
        this.#limits.timeoutMs,
      );
      socket.on('unexpected-response', (request, response) => {
        const wait = retryAfterMs(response.headers['retry-after'], this.#limits.now);
        response.resume();
        request.destroy();
        fail(httpStatusFault(response.statusCode ?? 0, wait));
      });
      socket.on('error', (error) => fail(networkFault(error)));
      socket.on('close', (code) => fail(closeCodeFault(code)));
      socket.on('open', () => {
        clearTimeout(timer);
        resolve({ value: socket });
      });
      socket.on('upgrade', (response) => {
        this.#bytesHeard = () => response.socket.bytesRead;
      });
      socket.on('message', (data, isBinary) => this.#hear(socket, String(data), isBinary));
    });
  }

  #hear(socket: WebSocket, text: string, isBinary: boolean): void {
    if (socket !== this.#socket) return;
    const answer = isBinary ? fault('badAnswer', 'the answer is binary') : readAnswer(text);
    if (answer === null) return;
    if ('fault' in answer) this.#break(socket, answer.fault);
    else if (answer.id === null)
      // An error without an id may belong to any call that waits.
      for (const { settle } of [...this.#waiting.values()]) settle(answer.outcome);
    else if (answer.id < 1 || answer.id > this.#lastId)
      this.#break(socket, fault('badAnswer', 'the answer has the id of no call').fault);
    // A call that ran out of time is no longer waiting, and its answer is late.
    else this.#waiting.get(answer.id)?.settle(answer.outcome);
  }

  #break(socket: WebSocket, why: Fault): void {
    this.#drop(why);
    socket.terminate();
  }

  /**
   * Forgets the connection; all that waits on it gets the fault. Where several calls wait, nobody knows whose answer was
   * bad or too large: for each of them the connection was lost, and the endpoint asks them again one by one.
   */
  #drop(why: Fault): void {
    this.#socket = null;
    this.#opening = null;
    const shared: Fault =
      this.#waiting.size > 1 && why.kind !== 'rateLimited' ? { ...why, kind: 'down' } : why;
    for (const { settle } of [...this.#waiting.values()]) settle({ fault: shared });
  }

  #startBeat(): void {
    if (this.#beat !== null) return;
    let heard = -1;
    let silentBeats = 0;
    this.#beat = setInterval(() => {
      const socket = this.#socket;
      if (socket === null) return;
      // Bytes and not messages: a pong waits behind a large answer that is still on its way.
      const bytes = this.#bytesHeard();
      silentBeats = bytes === heard ? silentBeats + 1 : 0;
      heard = bytes;
      if (silentBeats >= SILENT_BEATS)
        this.#break(socket, { kind: 'down', why: 'the connection is silent: the other side is gone' });
      else socket.ping(undefined, undefined, () => {});
    }, this.#limits.timeoutMs / BEATS_PER_TIMEOUT);
  }

  #stopBeat(): void {
    if (this.#beat !== null) clearInterval(this.#beat);
    this.#beat = null;
  }
}
