import { RetryLaterError, UnavailableError } from './network.js';

/** The node no longer holds the state of a block: it prunes. */
export class StatePrunedError extends UnavailableError {
  override readonly code = 'CHAIN_STATE_PRUNED';
}

/** The node does not know a block. */
export class BlockUnknownError extends UnavailableError {
  override readonly code = 'CHAIN_BLOCK_UNKNOWN';
}

/** A block that is not final yet: its state could still change. */
export class BlockNotFinalError extends UnavailableError {
  override readonly code = 'CHAIN_BLOCK_NOT_FINAL';
}

/** The genesis hash of an endpoint is not that of the network. */
export class WrongChainError extends UnavailableError {
  override readonly code = 'CHAIN_WRONG_NETWORK';
}

/** Two endpoints give different hashes for one block, or a header that is not the block's. */
export class EndpointsDisagreeError extends UnavailableError {
  override readonly code = 'CHAIN_ENDPOINTS_DISAGREE';
}

/** A value, header or proof that a node gave is refuted by the block's hash or state root. */
export class ChainLieError extends UnavailableError {
  override readonly code = 'CHAIN_VALUE_REFUTED';
}

/** The node does not offer a method that is needed. */
export class MethodMissingError extends UnavailableError {
  override readonly code = 'CHAIN_METHOD_MISSING';
}

/** An answer that is not JSON-RPC, is too large, or has another shape than the method gives. */
export class BadAnswerError extends UnavailableError {
  override readonly code = 'CHAIN_BAD_ANSWER';
}

/** Rate limit of the endpoint (429, -32004, -32005): after every retry it still limits. */
export class RateLimitedError extends RetryLaterError {
  override readonly code = 'CHAIN_RATE_LIMITED';
}

/** The endpoint cannot be reached, closed the connection, or did not answer in time. */
export class EndpointDownError extends RetryLaterError {
  override readonly code = 'CHAIN_ENDPOINT_DOWN';
}
