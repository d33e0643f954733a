import type { Fault } from './fault.js';

/** Certificates that are expired, of another name or of nobody known: trying again does not mend them. */
const CERTIFICATE = /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/;

/** Gives the class of an error of the network layer by its code alone: its text may hold the address. */
export function networkFault(error: unknown): Fault {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return { kind: 'down', why: 'no connection' };
  if (CERTIFICATE.test(code)) return { kind: 'refused', why: `its certificate is not accepted (${code})` };
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return { kind: 'tooLarge', why: 'the answer is larger than this program accepts' };
  if (code.startsWith('WS_ERR') || code.startsWith('HPE_'))
    return { kind: 'badAnswer', why: `the frames of the answer are damaged (${code})` };
  return { kind: 'down', why: `no connection (${code})` };
}
