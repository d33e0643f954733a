import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Answer } from './answerFromWorld.js';
import { type Faults, takeSpoil } from './faults.js';
import { type Reply, replyTo } from './replyTo.js';

/** A call that reached a node. */
interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A node on the loopback address. */
export interface LoopbackNode {
  readonly wsUrl: string;
  readonly httpUrl: string;
  /** Every call in order of arrival, those that failed included. May be emptied. */
  readonly calls: RpcCall[];
  /** Calls so far, from the start: what the faults count by. */
  readonly counted: () => number;
  /** Connections accepted so far, of both kinds. */
  readonly connections: () => number;
  readonly faults: Faults;
  readonly close: () => Promise<void>;
}

const MAX_BODY = 16 * 1024 * 1024;

/** Serves JSON-RPC over WebSocket and HTTP POST on one free port of 127.0.0.1. */
export async function startRpcServer(answer: Answer, faults: Faults): Promise<LoopbackNode> {
  const calls: RpcCall[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let connections = 0;
  let counted = 0;

  /** Handles one request text, then gives the reply after its delay. */
  const handle = (text: string, send: (reply: Reply) => void): void => {
    const request = parse(text);
    calls.push(...request.list.map(({ method, params }) => ({ method, params })));
    counted += request.list.length;
    const spoil = takeSpoil(faults, counted, request.list[0]?.method ?? '');
    const delay = faults.latencyMs + (spoil?.kind === 'slow' ? (spoil.delayMs ?? 1000) : 0);
    const reply = () => send(replyTo(request, spoil, faults, answer));
    if (delay === 0) {
      reply();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      reply();
    }, delay);
    timers.add(timer);
  };

  const server = createServer((request, response) => void overHttp(request, response, handle));
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  });
  const wss = new WebSocketServer({ server, maxPayload: MAX_BODY });
  wss.on('connection', (ws) => {
    ws.on('error', () => ws.terminate());
    ws.on('message', (data) => handle(data.toString(), (reply) => overWebSocket(ws, reply)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    wsUrl: `ws://127.0.0.1:${port}`,
    httpUrl: `http://127.0.0.1:${port}`,
    calls,
    counted: () => counted,
    connections: () => connections,
    faults,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      for (const ws of wss.clients) ws.terminate();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => wss.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A request as it came: one call or a batch. */
export interface RpcRequest {
  readonly batch: boolean;
  readonly list: readonly (RpcCall & { readonly id: unknown })[];
}

function parse(text: string): RpcRequest {
  const json: unknown = JSON.parse(text);
  const list = (Array.isArray(json) ? json : [json]) as {
    id?: unknown;
    method?: unknown;
    params?: unknown;
  }[];
  return {
    batch: Array.isArray(json),
    list: list.map(({ id, method, params }) => ({
      id,
      method: String(method),
      params: Array.isArray(params) ? params : [],
    })),
  };
}

function overWebSocket(ws: WebSocket, reply: Reply): void {
  if (reply.kind === 'drop') ws.terminate();
  if (reply.kind !== 'text' || ws.readyState !== WebSocket.OPEN) return;
  const instead = reply.overWebSocket ?? { text: reply.body };
  if ('close' in instead) ws.close(instead.close);
  else ws.send(instead.text);
}

async function overHttp(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (text: string, send: (reply: Reply) => void) => void,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  handle(Buffer.concat(chunks).toString(), (reply) => {
    if (reply.kind === 'drop') response.destroy();
    if (reply.kind !== 'text' || response.destroyed) return;
    response.writeHead(reply.status, { 'content-type': reply.type, ...reply.headers }).end(reply.body);
  });
}
