import type { ClientRequest, IncomingMessage } from 'node:http';
import { UnavailableError } from '../../errors/network.js';
import { badAnswer, connectionTrouble } from './connectionTrouble.js';
import type { ExchangeWatch } from './exchangeWatch.js';

interface MessageLimits {
  readonly host: string;
  readonly maxBytes: number;
  /** The answer to HEAD has no body, whatever its headers say. */
  readonly head: boolean;
}

/** Largest rest of a body that is read away so that its connection can be used again. */
const WORTH_READING = 64 * 1024;

/** The body of an answer under its limits: each piece is checked before it is given on. */
export function readMessage(
  request: ClientRequest,
  message: IncomingMessage,
  watch: ExchangeWatch,
  limits: MessageLimits,
): { readonly body: AsyncIterable<Uint8Array>; readonly discard: () => void } {
  const announced = announcedLength(message);
  let late: unknown;
  request.on('error', (error) => {
    late ??= error;
  });
  const discard = (): void => {
    if (limits.head || (announced !== null && announced <= WORTH_READING)) {
      watch.arm();
      message.once('close', () => watch.finish());
      message.resume();
      return;
    }
    watch.finish();
    message.destroy();
  };
  return { body: pieces(message, watch, limits, announced, () => late), discard };
}

async function* pieces(
  message: IncomingMessage,
  watch: ExchangeWatch,
  { host, maxBytes, head }: MessageLimits,
  announced: number | null,
  late: () => unknown,
): AsyncGenerator<Uint8Array> {
  let got = 0;
  try {
    const encoding = message.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') throw badAnswer(host, 'it packs what was asked for unpacked');
    if (announced !== null && announced > maxBytes && !head) throw tooLarge(host, maxBytes);
    watch.arm();
    for await (const piece of message) {
      watch.disarm();
      got += (piece as Uint8Array).length;
      if (got > maxBytes) throw tooLarge(host, maxBytes);
      yield piece as Uint8Array;
      watch.arm();
    }
    if (late() !== undefined) throw badAnswer(host, `more bytes came than the ${announced ?? 0} announced`);
  } catch (error) {
    throw watch.reason ?? connectionTrouble(host, error);
  } finally {
    watch.finish();
    if (!message.complete) message.destroy();
  }
}

/** Null when the length is not announced. Node refuses an answer whose length is not a number, or is given twice. */
function announcedLength(message: IncomingMessage): number | null {
  const text = message.headers['content-length'];
  return text === undefined ? null : Number(text);
}

const tooLarge = (host: string, maxBytes: number): UnavailableError =>
  new UnavailableError({
    what: `${host} sends more than is read`,
    why: `the answer is larger than ${maxBytes} bytes`,
    remedy: 'Check the configured address; an answer of this size is not what was asked for.',
    facts: { host, maxBytes },
  });
