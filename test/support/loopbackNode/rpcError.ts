/** An error that a node answers with. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message);
  }
}

/** A method that the node does not have. */
export const methodMissing = (): RpcError => new RpcError(-32601, 'Method not found');

export const invalidParams = (data: string): RpcError => new RpcError(-32602, 'Invalid params', data);

/** Storage of a block whose state the node no longer holds. */
export const statePruned = (hash: string): RpcError =>
  new RpcError(4003, `Client error: UnknownBlock: State already discarded for ${hash}`);

/** A runtime call at a block whose state the node no longer holds: recorded from a real node. */
export const callPruned = (hash: string): RpcError =>
  new RpcError(4003, `Client error: Api called for an unknown Block: State already discarded for ${hash}`);

/** Storage of a block that the node never saw. */
export const blockUnknown = (hash: string): RpcError =>
  new RpcError(4003, `Client error: UnknownBlock: Header was not found in the database: ${hash}`);

/** A bulk read at a block that the node never saw: it looks for a range of blocks first. */
export const rangeUnknown = (hash: string): RpcError =>
  new RpcError(
    4001,
    `Cannot resolve a block range ['Some(${hash})' ... 'Some(${hash})'] UnknownBlock: Header was not found in the database: ${hash}`,
  );

/** The limit of the public archive on reads of old state. */
export const rateLimited = (): RpcError => new RpcError(-32004, 'Historical work rate limit exceeded');
