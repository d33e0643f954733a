import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './fault.js';
import type { ServedFile } from './repository.js';

/** Sends a file or the range of it that was asked for, with the faults that were ordered. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  etag: string,
  fault: Fault | undefined,
): Promise<void> {
  const range = wantedRange(request, file, etag, fault);
  if (range === null) {
    response.writeHead(416, { 'content-range': `bytes */${file.size}` });
    response.end();
    return;
  }
  const [from, to, partial] = range;
  const lie = fault?.kind === 'lie' ? fault.by : 0;
  const headers: Record<string, string> = {
    'content-length': String(to - from + lie),
    'accept-ranges': 'bytes',
    etag: `"${etag}"`,
    'content-type': 'application/octet-stream',
  };
  if (partial) headers['content-range'] = `bytes ${from}-${to - 1}/${file.size}`;
  if (fault?.kind === 'header') headers[fault.name] = fault.value;
  response.writeHead(partial ? 206 : 200, headers);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await sendBytes(request, response, file, [from, to], fault);
}

async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  [from, to]: readonly [number, number],
  fault: Fault | undefined,
): Promise<void> {
  const stop = fault?.kind === 'truncate' || fault?.kind === 'stall' ? from + fault.after : to;
  for (const piece of file.read(from, Math.min(to, stop))) {
    const bytes = fault?.kind === 'other-bytes' ? Buffer.from(piece).reverse() : piece;
    if (response.destroyed) return;
    if (!response.write(bytes)) await drained(response);
  }
  if (fault?.kind === 'stall' && stop < to) return;
  if (stop < to || (fault?.kind === 'lie' && fault.by > 0)) {
    // What was written reaches the other side before the connection ends.
    request.socket.end();
    return;
  }
  response.end();
}

/** Waits until more can be written, or nothing any more. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((done) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      done();
    };
    response.on('drain', go).on('close', go);
  });

/** `[from, to, partial]`, to exclusive; null for a range that the file does not have. */
function wantedRange(
  request: IncomingMessage,
  file: ServedFile,
  etag: string,
  fault: Fault | undefined,
): [number, number, boolean] | null {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  if (
    asked === null ||
    fault?.kind === 'range-ignored' ||
    (condition !== undefined && condition !== `"${etag}"`)
  )
    return [0, file.size, false];
  const from = Number(asked[1]);
  if (from >= file.size) return null;
  const to = asked[2] === '' ? file.size : Math.min(file.size, Number(asked[2]) + 1);
  return fault?.kind === 'other-range' ? [0, to, true] : [from, to, true];
}
