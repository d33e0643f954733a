import type { ServerResponse } from 'node:http';

/** What a faulty answer is. */
export type Fault =
  /** Announces more bytes than it sends, and closes. */
  | { readonly kind: 'announces-more' }
  /** Announces fewer bytes than it sends. */
  | { readonly kind: 'announces-less' }
  /** Sends a head that is none. */
  | { readonly kind: 'bad-head' }
  /** Sends the head and then nothing. */
  | { readonly kind: 'silent' }
  /** Sends one byte at a time, for ever. */
  | { readonly kind: 'drip' }
  /** Closes without an answer. */
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly location?: string;
    }
  /** Sends these bytes in place of the document. */
  | { readonly kind: 'body'; readonly body: string | Uint8Array }
  /** Sends so many bytes. */
  | { readonly kind: 'large'; readonly bytes: number };

/** Gives a faulty answer in place of a document. */
export function answerFaulty(response: ServerResponse, fault: Fault, document: string): void {
  const head = { 'content-type': 'application/json' };
  const length = Buffer.byteLength(document);
  switch (fault.kind) {
    case 'announces-more':
      response.writeHead(200, { ...head, 'content-length': length + 1000 });
      response.write(document, () => response.destroy());
      return;
    case 'announces-less':
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${length >> 1}\r\n\r\n${document}`);
      return;
    case 'bad-head':
      response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: -6\r\n\r\n${document}`);
      return;
    case 'silent':
      response.writeHead(200, { ...head, 'content-length': length });
      response.flushHeaders();
      return;
    case 'drip':
      drip(response);
      return;
    case 'closed':
      response.destroy();
      return;
    case 'status':
      response.writeHead(fault.status, {
        ...head,
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.location === undefined ? {} : { location: fault.location }),
      });
      response.end('{"detail":"no"}');
      return;
    case 'body':
      response.writeHead(200, head);
      response.end(fault.body);
      return;
    case 'large':
      response.writeHead(200, head);
      response.end(Buffer.alloc(fault.bytes, 0x20));
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.once('close', () => clearInterval(timer));
}
