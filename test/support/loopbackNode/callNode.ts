/** One JSON-RPC call over HTTP, as plain as can be. @throws Error with the node's code and text */
export async function callNode(
  httpUrl: string,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  const response = await fetch(httpUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(60_000),
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { code?: number; message: string };
  };
  if (error !== undefined) throw new Error(`${error.code ?? 'no code'}: ${error.message}`);
  return result;
}
