import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoadedModel } from '../../../src/domain/engine.js';
import { answerFaulty, type Fault } from '../loopbackValidator/faults.js';

/** One request as it came. */
interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The entry of a token at one position, as vLLM writes it. */
export interface Entry {
  logprob: number | null;
  rank: number | null;
  decoded_token: string | null;
}

export type Positions = (Record<string, Entry> | null)[];

export interface LoopbackTeacherOptions {
  readonly model: LoadedModel;
  /** Names that it offers. */
  readonly names?: readonly string[];
  /** null: it has no /version. */
  readonly version?: string | null;
  readonly maxLogprobs?: number;
  readonly key?: string;
  /** By the count of completions before this one. */
  readonly fault?: (completion: number) => Fault | null;
  /** Changes the positions before they are sent. */
  readonly change?: (positions: Positions) => Positions;
  /** Answers a prompt that is a text: fields of the choice. */
  readonly continue?: (body: Readonly<Record<string, unknown>>) => Promise<object>;
  /** Milliseconds before a completion is answered. */
  readonly delay?: number;
}

export interface LoopbackTeacher {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Most completions that were worked on at one time. */
  readonly most: () => number;
  readonly completions: () => number;
  readonly close: () => void;
}

/** A server on this machine that answers `/v1/models`, `/version` and `/v1/completions` in the form of vLLM, from a model. */
export async function startLoopbackTeacher(options: LoopbackTeacherOptions): Promise<LoopbackTeacher> {
  const { names = ['teacher'], version = '0.11.0', key } = options;
  const seen: SeenRequest[] = [];
  let [now, most, count] = [0, 0, 0];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request);
    const path = request.url ?? '';
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const { authorization } = request.headers;
    seen.push({ path, authorization, body });
    if (key !== undefined && authorization !== `Bearer ${key}`)
      return send(response, 401, { error: 'Unauthorized' });
    if (path === '/v1/models') return send(response, 200, { object: 'list', data: names.map(modelCard) });
    if (path === '/version' && version !== null) return send(response, 200, { version });
    if (path !== '/v1/completions') return send(response, 404, { detail: 'Not Found' });
    const fault = options.fault?.(count) ?? null;
    count += 1;
    now += 1;
    most = Math.max(most, now);
    const made = work(body, fault);
    await made.catch(() => undefined);
    now -= 1;
    const answered = await made;
    if (answered === null) answerFaulty(response, fault as Fault, JSON.stringify(completion([null])));
    else send(response, answered.status, answered.document);
  };
  const work = async (
    body: Readonly<Record<string, unknown>>,
    fault: Fault | null,
  ): Promise<{ readonly status: number; readonly document: object } | null> => {
    if (options.delay !== undefined) await new Promise((done) => setTimeout(done, options.delay));
    return fault === null ? completed(body, { ...options, names }) : null;
  };
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, { error: { message: String(error) } });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    most: () => most,
    completions: () => count,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const modelCard = (id: string): object => ({ id, object: 'model', owned_by: 'vllm', max_model_len: 16384 });

async function completed(
  body: Readonly<Record<string, unknown>>,
  {
    model,
    names = [],
    maxLogprobs = 128,
    change = (positions) => positions,
    continue: goOn,
  }: LoopbackTeacherOptions,
): Promise<{ readonly status: number; readonly document: object }> {
  const refuse = (status: number, message: string) => ({
    status,
    document: { error: { message, type: 'BadRequestError', param: null, code: status } },
  });
  if (typeof body.prompt === 'string') {
    const choice = { index: 0, finish_reason: 'length', ...(await goOn?.(body)) };
    return { status: 200, document: { object: 'text_completion', choices: [choice] } };
  }
  const ids = body.prompt as number[];
  const asked = Number(body.prompt_logprobs);
  if (!names.includes(String(body.model))) return refuse(404, `The model \`${body.model}\` does not exist.`);
  if (asked > maxLogprobs)
    return refuse(
      400,
      `Requested prompt logprobs of ${asked}, which is greater than max allowed: ${maxLogprobs}`,
    );
  return { status: 200, document: completion(change(await positionsOf(model, ids, asked))) };
}

const completion = (prompt_logprobs: Positions): object => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_780_000_000,
  model: 'teacher',
  choices: [
    { index: 0, text: 'x', logprobs: null, finish_reason: 'length', stop_reason: null, prompt_logprobs },
  ],
  usage: {
    prompt_tokens: prompt_logprobs.length,
    total_tokens: prompt_logprobs.length + 1,
    completion_tokens: 1,
  },
});

/** Every position's K most probable tokens, and the text's own where it is not among them. */
async function positionsOf(model: LoadedModel, ids: readonly number[], k: number): Promise<Positions> {
  if (ids.length < 2) return ids.map(() => null);
  const rows = Array.from({ length: ids.length - 1 }, (_, row) => row);
  const { topIds, logProbs } = await model.score({ ids, rows, topK: k });
  const own = await model.score({ ids, rows, topIds: rows.map((row) => [ids[row + 1] as number]) });
  const positions: Positions = [null];
  for (const row of rows) {
    const entries: Record<string, Entry> = {};
    const id = ids[row + 1] as number;
    entries[String(id)] = { logprob: own.logProbs?.[row] as number, rank: k + 1, decoded_token: `t${id}` };
    for (let slot = 0; slot < k; slot++) {
      const at = row * k + slot;
      entries[String(topIds?.[at])] = {
        logprob: logProbs?.[at] as number,
        rank: slot + 1,
        decoded_token: `t${topIds?.[at]}`,
      };
    }
    positions.push(entries);
  }
  return positions;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, status: number, document: object): void {
  const text = JSON.stringify(document);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
