import { printable } from '../../domain/printable.js';
import type { AuditError, AuditErrorParts } from '../../errors/base.js';
import {
  BadAnswerError,
  BlockUnknownError,
  ChainLieError,
  EndpointDownError,
  MethodMissingError,
  RateLimitedError,
  StatePrunedError,
} from '../../errors/chain.js';
import { UnavailableError } from '../../errors/network.js';
import type { Fault, FaultKind } from './wire/fault.js';

/** Longest text of a node in an error, in characters. */
const LONGEST_WHY = 300;

interface Wording {
  readonly make: (parts: AuditErrorParts) => AuditError;
  readonly what: (host: string, subject: string) => string;
  readonly remedy: string;
}

const ARCHIVE = 'Give --endpoint an archive node that keeps the state of all blocks.';
const LATER = 'Run the same command again later: it goes on where it stopped.';
const ANOTHER = 'Give another node with --endpoint, and tell the operator of this one.';

const WORDINGS: Readonly<Record<FaultKind, Wording>> = {
  down: {
    make: (parts) => new EndpointDownError(parts),
    what: (host) => `${host} cannot be reached`,
    remedy: `Check the address and the network. ${LATER}`,
  },
  timeout: {
    make: (parts) => new EndpointDownError(parts),
    what: (host, subject) => `${host} did not give ${subject} in time`,
    remedy: LATER,
  },
  rateLimited: {
    make: (parts) => new RateLimitedError(parts),
    what: (host, subject) => `${host} limits the number of calls: ${subject} was not given`,
    remedy: `${LATER} A node of your own has no limit.`,
  },
  pruned: {
    make: (parts) => new StatePrunedError(parts),
    what: (host, subject) => `${host} no longer has ${subject}`,
    remedy: ARCHIVE,
  },
  blockUnknown: {
    make: (parts) => new BlockUnknownError(parts),
    what: (host, subject) => `${host} does not know the block: ${subject}`,
    remedy: 'Check the block number, and give --endpoint a node that is in sync.',
  },
  methodMissing: {
    make: (parts) => new MethodMissingError(parts),
    what: (host, subject) => `${host} does not offer the call for ${subject}`,
    remedy: ANOTHER,
  },
  tooLarge: {
    make: (parts) => new BadAnswerError(parts),
    what: (host, subject) => `${host} cannot give ${subject} within the limits of size`,
    remedy: ANOTHER,
  },
  refused: {
    make: (parts) => new UnavailableError(parts),
    what: (host, subject) => `${host} refuses ${subject}`,
    remedy: 'Check user, password and key in the address, or give another node with --endpoint.',
  },
  badAnswer: {
    make: (parts) => new BadAnswerError(parts),
    what: (host, subject) => `${host} gave an answer for ${subject} that cannot be used`,
    remedy: ANOTHER,
  },
  lie: {
    make: (parts) => new ChainLieError(parts),
    what: (host, subject) => `${host} gave ${subject} that is not the block's`,
    remedy: ANOTHER,
  },
};

/**
 * Makes the error of a fault.
 * @param host label of the endpoint, free of credentials
 */
export function faultError(
  fault: Fault,
  host: string,
  question: { readonly method: string; readonly subject: string },
): AuditError {
  const { make, what, remedy } = WORDINGS[fault.kind];
  return make({
    what: what(host, question.subject),
    why: printable(fault.why, LONGEST_WHY),
    remedy,
    facts: { endpoint: host, method: question.method },
  });
}
