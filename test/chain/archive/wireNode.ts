import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** One call as it arrived. */
export interface WireCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly transport: 'ws' | 'http';
  readonly authorization: string | undefined;
  readonly path: string;
}

/**
 * What goes back: a result or an error in a proper frame, or `raw` text as it is, but that its id 2 becomes that
 * of the call; an HTTP status without a body (over
 * HTTP); nothing at all (`silence`); the connection destroyed (`drop`); the connection no longer read (`freeze`), as
 * when the other side has gone without a word.
 */
export type Reply =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }
  | { readonly raw: string }
  | { readonly status: number; readonly headers?: Record<string, string> }
  | 'silence'
  | 'drop'
  | 'freeze';

export interface WireNode {
  readonly port: number;
  readonly ws: string;
  readonly http: string;
  readonly seen: WireCall[];
  /** Connections that were accepted. */
  connections(): number;
  close(): Promise<void>;
}

const frame = (id: number, reply: Reply): string => {
  if (typeof reply === 'string' || 'status' in reply) return '';
  return 'raw' in reply
    ? reply.raw.replace('"id":2', `"id":${id}`)
    : JSON.stringify({ jsonrpc: '2.0', id, ...reply });
};

/** Answers JSON-RPC over WebSocket and HTTP on one loopback port, each call as `answer` says. */
export async function startWireNode(
  answer: (call: WireCall) => Reply | Promise<Reply>,
  handshakeStatus: () => { readonly status: number; readonly headers?: Record<string, string> } | null = () =>
    null,
): Promise<WireNode> {
  const seen: WireCall[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(async (request, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { id, method, params } = JSON.parse(body);
    const { authorization } = request.headers;
    const call = { id, method, params, transport: 'http', authorization, path: request.url ?? '' } as const;
    seen.push(call);
    const reply = await answer(call);
    if (reply === 'silence' || reply === 'freeze') return;
    if (reply === 'drop') {
      response.socket?.destroy();
      return;
    }
    if ('status' in reply) response.writeHead(reply.status, reply.headers).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(frame(id, reply));
  });
  const upgrader = new WebSocketServer({ noServer: true });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('upgrade', (request, socket: Socket, head) => {
    const refused = handshakeStatus();
    if (refused !== null) {
      const headers = Object.entries(refused.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${refused.status} No\r\n${headers.join('')}content-length: 0\r\n\r\n`);
      return;
    }
    upgrader.handleUpgrade(request, socket, head, (client: WebSocket) => {
      connections += 1;
      client.on('error', () => {});
      client.on('message', async (data) => {
        const { id, method, params } = JSON.parse(String(data));
        const { authorization } = request.headers;
        const call = { id, method, params, transport: 'ws', authorization, path: request.url ?? '' } as const;
        seen.push(call);
        const reply = await answer(call);
        if (reply === 'drop') client.terminate();
        else if (reply === 'freeze') socket.pause();
        else if (reply !== 'silence') client.send(frame(id, reply));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ws: `ws://127.0.0.1:${port}`,
    http: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      upgrader.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
