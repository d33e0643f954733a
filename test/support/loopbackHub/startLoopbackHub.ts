import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerFault, type Fault } from './fault.js';
import { type ServedFile, type ServedRepository, treeEntry } from './repository.js';
import { sendFile } from './sendFile.js';

/** One request that reached the hub or its file host. */
interface SeenRequest {
  readonly host: 'hub' | 'files';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface LoopbackHub {
  readonly url: string;
  /** Second server, where large files lie: another port, and so another origin. */
  readonly filesUrl: string;
  readonly seen: SeenRequest[];
  readonly add: (repository: ServedRepository) => void;
  /** Orders a fault for the next `times` requests whose address matches. Earlier orders come first. */
  readonly order: (match: RegExp, fault: Fault, times?: number) => void;
  /** Forgets orders and requests. */
  readonly calm: () => void;
  readonly close: () => Promise<void>;
}

interface Order {
  readonly match: RegExp;
  readonly fault: Fault;
  times: number;
}

interface World {
  readonly repositories: ServedRepository[];
  readonly pageSize: number;
  readonly token: string | null;
  url: string;
  filesUrl: string;
}

/**
 * Starts a hub on two loopback ports that answers as the real one does: paths, headers, pages, redirects of large files to
 * a file host, ranges. Faults are ordered per request.
 * @param options token: the one that opens private repositories; pageSize: entries of one page of a listing
 */
export async function startLoopbackHub(
  options: { readonly token?: string; readonly pageSize?: number } = {},
): Promise<LoopbackHub> {
  const { token = null, pageSize = 1000 } = options;
  const world: World = { repositories: [], pageSize, token, url: '', filesUrl: '' };
  const seen: SeenRequest[] = [];
  const orders: Order[] = [];
  const serve = (host: 'hub' | 'files') =>
    createServer((request, response) => {
      const { method = 'GET', url = '/', headers } = request;
      seen.push({ host, method, url, headers });
      const order = orders.find((one) => one.times > 0 && one.match.test(`${host} ${method} ${url}`));
      if (order !== undefined) order.times -= 1;
      if (order !== undefined && answerFault(order.fault, request, response)) return;
      void (host === 'hub' ? answerHub : answerFiles)(world, request, response, order?.fault);
    });
  const servers = [serve('hub'), serve('files')] as const;
  const [port, filesPort] = await Promise.all(servers.map(listen));
  world.url = `http://127.0.0.1:${port}`;
  world.filesUrl = `http://127.0.0.1:${filesPort}`;
  return {
    url: world.url,
    filesUrl: world.filesUrl,
    seen,
    add: (repository) => {
      world.repositories.push(repository);
    },
    order: (match, fault, times = Number.POSITIVE_INFINITY) => {
      orders.push({ match, fault, times });
    },
    calm: () => {
      orders.length = 0;
      seen.length = 0;
    },
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });

const stop = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

const isAllowed = (world: World, repository: ServedRepository, request: IncomingMessage): boolean =>
  repository.private !== true ||
  (world.token !== null && request.headers.authorization === `Bearer ${world.token}`);

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'x-error-code': code, 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: code }));
}

async function answerHub(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  const api = /^\/api\/(models|datasets)\/([^/]+\/[^/]+)\/(revision|tree|paths-info)\/([^/]+)$/.exec(
    url.pathname,
  );
  const file = /^\/(datasets\/)?([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
  const kind = (api?.[1] ?? (file?.[1] === undefined ? 'models' : 'datasets')) as 'models' | 'datasets';
  const name = api?.[2] ?? file?.[2] ?? '';
  const named = world.repositories.filter(
    (one) => (one.kind ?? 'models') === kind && one.repo.toLowerCase() === name.toLowerCase(),
  );
  const revision = api?.[4] ?? file?.[3] ?? '';
  const found = named.find((one) => one.revision === revision || (one.branch ?? 'main') === revision);
  const [first] = named;
  if (first === undefined || !isAllowed(world, first, request))
    return refuse(response, world.token === null ? 401 : 404, 'RepoNotFound');
  if (found === undefined) return refuse(response, 404, 'RevisionNotFound');
  if (api?.[3] === 'revision') return sendJson(response, infoOf(found), fault);
  if (api?.[3] === 'tree') return sendPage(world, url, response, found, fault);
  if (api?.[3] === 'paths-info') return sendPaths(request, response, found, fault);
  await sendOrRedirect(world, request, response, found, decodeURIComponent(file?.[4] ?? ''), fault);
}

async function sendOrRedirect(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  repository: ServedRepository,
  path: string,
  fault: Fault | undefined,
): Promise<void> {
  const file = repository.files.find((one) => one.path === path);
  if (file === undefined) return refuse(response, 404, 'EntryNotFound');
  if (repository.gated && request.headers.authorization === undefined)
    return refuse(response, 401, 'GatedRepo');
  const linked: Record<string, string> = {
    'x-repo-commit': repository.revision,
    'x-linked-size': String(file.size),
    'x-linked-etag': `"${file.lfs ? file.sha256 : file.blobSha1}"`,
    ...(fault?.kind === 'header' ? { [fault.name]: fault.value } : {}),
  };
  for (const [name, value] of Object.entries(linked)) response.setHeader(name, value);
  if (!file.lfs) return sendFile(request, response, file, file.blobSha1, fault);
  const query = 'X-Amz-Signature=presigned-canary&Expires=1';
  response.writeHead(302, {
    location: `${world.filesUrl}/repos/${file.sha256}?${query}`,
    'content-length': '0',
  });
  response.end();
}

async function answerFiles(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', world.filesUrl);
  const files: readonly ServedFile[] = world.repositories.flatMap((one) => one.files);
  const file = files.find((one) => pathname === `/repos/${one.sha256}`);
  if (file === undefined) {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end('<Error><Code>AccessDenied</Code></Error>');
    return;
  }
  await sendFile(request, response, file, `cdn-${file.sha256.slice(0, 16)}`, fault);
}

const infoOf = (repository: ServedRepository): object => ({
  _id: '0123456789abcdef01234567',
  id: repository.repo,
  sha: repository.revision,
  private: repository.private ?? false,
  disabled: repository.disabled ?? false,
  gated: repository.gated ?? false,
  downloads: 1,
  likes: 0,
  lastModified: '2026-01-01T00:00:00.000Z',
  ...(repository.safetensorsTotal === undefined
    ? {}
    : {
        safetensors: {
          parameters: { BF16: repository.safetensorsTotal },
          total: repository.safetensorsTotal,
        },
      }),
});

function sendJson(
  response: ServerResponse,
  value: object,
  fault: Fault | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length + (fault?.kind === 'lie' ? fault.by : 0),
    ...headers,
    ...(fault?.kind === 'header' ? { [fault.name]: fault.value } : {}),
  });
  response.end(bytes);
}

function sendPage(
  world: World,
  url: URL,
  response: ServerResponse,
  repository: ServedRepository,
  fault: Fault | undefined,
): void {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const entries = [...(repository.otherEntries ?? []), ...repository.files.map(treeEntry)];
  const more = from + world.pageSize < entries.length;
  const next = new URL(url);
  next.searchParams.set('cursor', String(from + world.pageSize));
  const link: Record<string, string> = more ? { link: `<${next.href}>; rel="next"` } : {};
  sendJson(response, entries.slice(from, from + world.pageSize), fault, link);
}

async function sendPaths(
  request: IncomingMessage,
  response: ServerResponse,
  repository: ServedRepository,
  fault: Fault | undefined,
): Promise<void> {
  let text = '';
  for await (const piece of request) text += String(piece);
  const { paths } = JSON.parse(text) as { readonly paths: readonly string[] };
  const found = repository.files.filter((one) => paths.includes(one.path)).map(treeEntry);
  sendJson(response, found, fault);
}
