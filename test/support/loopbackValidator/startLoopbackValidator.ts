import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFaulty, type Fault } from './faults.js';
import { ValidatorState } from './validatorState.js';

export interface LoopbackValidator {
  /** `http://127.0.0.1:PORT` */
  readonly api: string;
  readonly state: ValidatorState;
  /** Path and query of every request, in order. */
  readonly requests: string[];
  /** Requests that were answered with 304. */
  readonly unchanged: string[];
  /** Most requests that were open at one time. */
  readonly widest: () => number;
  /** Answers paths that begin so with a fault, so many times; the newest fault of a path counts. */
  readonly fail: (path: string, fault: Fault, times?: number) => void;
  readonly heal: () => void;
  /** Offers ETags and answers conditional requests. */
  useEtags: boolean;
  /** Called before each answer. */
  before: ((path: string) => void) | null;
  /** Closes the port and all connections. */
  readonly down: () => Promise<void>;
  /** Opens the same port again. */
  readonly up: () => Promise<void>;
}

/**
 * Starts an HTTP server on this machine with the endpoints of a validator: published rows with pages, newest first; teacher
 * text; scores. Tables come in the shape of the file that they stand for. The test moves its rounds on, and sets answers
 * of another shape as faults.
 */
export async function startLoopbackValidator(firstRound = 11_643): Promise<LoopbackValidator> {
  const state = new ValidatorState(firstRound);
  const faults: { path: string; fault: Fault; left: number }[] = [];
  const [requests, unchanged]: [string[], string[]] = [[], []];
  let [open, widest, port] = [0, 0, 0];
  let server: Server;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '/';
    requests.push(path);
    widest = Math.max(widest, ++open);
    response.once('close', () => {
      open -= 1;
    });
    validator.before?.(path);
    const [status, document] = state.answer(new URL(path, 'http://localhost'));
    const text = JSON.stringify(document);
    const found = faults.findLast((one) => path.startsWith(one.path) && one.left > 0);
    if (found !== undefined) {
      found.left -= 1;
      answerFaulty(response, found.fault, text);
      return;
    }
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
    const known = validator.useEtags && status === 200 && request.headers['if-none-match'] === etag;
    if (known) unchanged.push(path);
    response.writeHead(known ? 304 : status, {
      'content-type': 'application/json',
      ...(validator.useEtags ? { etag } : {}),
    });
    response.end(known ? undefined : text);
  };
  const listen = async (): Promise<void> => {
    server = createServer(answer);
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  };
  const down = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };
  const validator: LoopbackValidator = {
    api: '',
    state,
    requests,
    unchanged,
    widest: () => widest,
    fail: (path, fault, times = 1_000_000) => faults.push({ path, fault, left: times }),
    heal: () => {
      faults.length = 0;
    },
    useEtags: false,
    before: null,
    down,
    up: listen,
  };
  await listen();
  return Object.assign(validator, { api: `http://127.0.0.1:${port}` });
}
