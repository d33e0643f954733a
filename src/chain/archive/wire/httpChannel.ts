import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Channel, ChannelLimits } from './channel.js';
import { fault, type Outcome } from './fault.js';
import { readAnswer, writeCall } from './jsonRpc.js';
import { networkFault } from './networkFault.js';
import { httpStatusFault, retryAfterMs } from './nodeErrors.js';
import type { EndpointAddress } from './parseEndpoint.js';

/** Reads a body up to a number of bytes. @returns null when there is more */
const readBody = async (response: IncomingMessage, maxBytes: number): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** JSON-RPC with one POST per call. Redirects are not followed and compressed answers not accepted. */
export class HttpChannel implements Channel {
  readonly #address: EndpointAddress;
  readonly #limits: ChannelLimits;
  readonly #isTls: boolean;
  readonly #agent: PlainAgent | TlsAgent;
  readonly #inFlight = new Set<{ destroy(): void }>();
  #lastId = 0;
  #closed = false;

  constructor(address: EndpointAddress, limits: ChannelLimits) {
    this.#address = address;
    this.#limits = limits;
    this.#isTls = address.url.startsWith('https:');
    this.#agent = this.#isTls ? new TlsAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true });
  }

  call(method: string, params: readonly unknown[]): Promise<Outcome<unknown>> {
    if (this.#closed) return Promise.resolve(fault('down', 'the connection was closed by this program'));
    this.#lastId += 1;
    const id = this.#lastId;
    const body = Buffer.from(writeCall(id, method, params));
    return new Promise((resolve) => {
      const request = (this.#isTls ? tlsRequest : plainRequest)(this.#address.url, {
        method: 'POST',
        agent: this.#agent,
        headers: this.#headers(body.length),
      });
      const settle = (outcome: Outcome<unknown>): void => {
        clearTimeout(timer);
        this.#inFlight.delete(request);
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        settle(fault('timeout', `no answer to ${method} within ${this.#limits.timeoutMs} ms`));
        request.destroy();
      }, this.#limits.timeoutMs);
      this.#inFlight.add(request);
      request.on('error', (error) => settle({ fault: networkFault(error) }));
      let answered = false;
      request.on('close', () => {
        if (!answered) settle(fault('down', 'the connection was closed'));
      });
      request.on('response', (response) => {
        answered = true;
        this.#receive(response, id).then(settle, () =>
          settle(fault('down', 'the connection broke within the answer')),
        );
      });
      request.end(body);
    });
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const request of [...this.#inFlight]) request.destroy();
    this.#agent.destroy();
    return Promise.resolve();
  }

  #headers(length: number): Record<string, string> {
    const { authorization } = this.#address;
    return {
      'content-type': 'application/json',
      'content-length': String(length),
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(authorization === null ? {} : { authorization }),
    };
  }

  async #receive(response: IncomingMessage, id: number): Promise<Outcome<unknown>> {
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      return {
        fault: httpStatusFault(status, retryAfterMs(response.headers['retry-after'], this.#limits.now)),
      };
    }
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      response.destroy();
      return fault('badAnswer', 'the answer is compressed, which was not asked for');
    }
    const text = await readBody(response, this.#limits.maxAnswerBytes);
    if (text === null) return fault('tooLarge', 'the answer is larger than this program accepts');
    const answer = readAnswer(text);
    if (answer === null) return fault('badAnswer', 'the answer is a notification');
    if ('fault' in answer) return answer;
    if (answer.id !== id && answer.id !== null)
      return fault('badAnswer', 'the answer has the id of another call');
    return answer.outcome;
  }
}
