import { AuditError } from '../../errors/base.js';
import { RetryLaterError, UnavailableError } from '../../errors/network.js';

/** Codes of Node and OpenSSL for a certificate that is not trusted; trying again does not help. */
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;

/** Codes of Node's HTTP parser: the answer is no HTTP, or its headers are too large. */
const PARSER = /^HPE_/;

/**
 * Turns a failure of a connection into the error that the person sees. Messages of the system are not repeated: they can
 * hold whole addresses. An error of this program, and the reason of an interrupt, pass as they are.
 */
export function connectionTrouble(host: string, cause: unknown): unknown {
  if (cause instanceof AuditError || !(cause instanceof Error)) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (cause.name === 'AbortError') return cause;
  if (CERTIFICATE.test(code))
    return new UnavailableError({
      what: `no safe connection to ${host}`,
      why: `TLS: ${code}`,
      remedy: 'Check the clock and the certificates of this machine, and the configured address.',
      facts: { host, code },
    });
  if (PARSER.test(code)) return badAnswer(host, `its answer is not sound HTTP (${code})`);
  return new RetryLaterError({
    what: `the connection to ${host} failed`,
    why: /^(ECONNRESET|EPIPE)?$/.test(code) ? 'it was closed before the answer was whole' : code,
    remedy: 'Check the network, then run the same command again; what was received is kept.',
    facts: { host, code },
  });
}

/** The error of an answer that cannot be used. */
export const badAnswer = (host: string, why: string): UnavailableError =>
  new UnavailableError({
    what: `${host} gave an answer that cannot be used`,
    why,
    remedy: 'Try again later; if it stays so, the server or a proxy on the way is at fault.',
    facts: { host },
  });
