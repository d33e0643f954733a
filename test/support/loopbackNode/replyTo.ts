import type { Answer } from './answerFromWorld.js';
import type { Faults, Spoil } from './faults.js';
import { RpcError, rateLimited } from './rpcError.js';
import type { RpcRequest } from './startRpcServer.js';

/** What goes back on the wire. `overWebSocket`: what a WebSocket, which has no status, does instead. */
export type Reply =
  | { readonly kind: 'drop' | 'silent' }
  | {
      readonly kind: 'text';
      readonly status: number;
      readonly type: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly overWebSocket?: { readonly text: string } | { readonly close: number };
    };

const OVERSIZE = 64 * 1024 * 1024;
const PAGE = '<html><head><title>Bad Gateway</title></head><body><h1>nginx</h1></body></html>';

/** The reply to a request, spoiled as asked. */
export function replyTo(
  request: RpcRequest,
  spoil: Omit<Spoil, 'times'> | null,
  faults: Faults,
  answer: Answer,
): Reply {
  switch (spoil?.kind) {
    case 'drop':
    case 'silent':
      return { kind: spoil.kind };
    case 'html-500':
      return page(500);
    case 'html-502':
      return page(502);
    case 'garbage':
      return json('\u0000\u001b[2Jnot json at all');
    case 'oversize':
      return json(`{"jsonrpc":"2.0","id":1,"result":"0x${'00'.repeat((spoil.bytes ?? OVERSIZE) / 2)}"}`);
    case 'rate-limit':
      return limited(request, faults);
    case 'truncated': {
      const whole = JSON.stringify(answerAll(request, null, answer));
      return json(whole.slice(0, Math.floor(whole.length / 2)));
    }
    default:
      return json(JSON.stringify(answerAll(request, spoil?.kind ?? null, answer)));
  }
}

const json = (body: string): Reply => ({
  kind: 'text',
  status: 200,
  type: 'application/json; charset=utf-8',
  headers: {},
  body,
});

/** A gateway's page; a gateway that loses its node closes WebSockets with 1014. */
const page = (status: number): Reply => ({
  kind: 'text',
  status,
  type: 'text/html',
  headers: {},
  body: PAGE,
  overWebSocket: { close: 1014 },
});

function limited(request: RpcRequest, faults: Faults): Reply {
  const { rpc = false, retryAfterSeconds = 1 } = faults.rateLimit ?? {};
  const all = request.list.map(({ id }) => errorOf(id, rateLimited()));
  const body = JSON.stringify(request.batch ? all : all[0]);
  if (rpc) return json(body);
  return {
    kind: 'text',
    status: 429,
    type: 'text/plain',
    headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: 'Too Many Requests',
    overWebSocket: { text: body },
  };
}

function answerAll(request: RpcRequest, spoil: Spoil['kind'] | null, answer: Answer): unknown {
  const all = request.list.map(({ id, method, params }) => {
    if (spoil === 'internal-error') return errorOf(id, new RpcError(-32603, 'Internal error'));
    try {
      const result = answer(method, params);
      const shown =
        spoil === 'missing-keys' ? withoutKeys(result) : spoil === 'wrong-shape' ? { odd: [1] } : result;
      return { jsonrpc: '2.0', id: spoil === 'wrong-id' ? 987_654_321 : id, result: shown };
    } catch (error) {
      if (error instanceof RpcError) return errorOf(id, error);
      throw error;
    }
  });
  return request.batch ? all : all[0];
}

const errorOf = (id: unknown, { code, message, data }: RpcError) => ({
  jsonrpc: '2.0',
  id,
  error: data === undefined ? { code, message } : { code, message, data },
});

function withoutKeys(result: unknown): unknown {
  if (!Array.isArray(result)) return result;
  return (result as { block: string; changes: unknown[] }[]).map(({ block, changes }) => ({
    block,
    changes: changes.filter((_, at) => at % 2 === 0),
  }));
}
