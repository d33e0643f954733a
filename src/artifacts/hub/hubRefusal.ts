import type { HubState } from '../../domain/hub.js';
import { UnavailableError } from '../../errors/network.js';
import type { AnswerHead } from '../transport/openRequest.js';
import type { HubTrouble } from './createHub.js';

/** Carries a state of the hub through a library's call; it never leaves this folder. */
export class HubRefusal extends Error {
  constructor(readonly trouble: HubTrouble) {
    super(trouble.state);
  }
}

/** What the hub's `X-Error-Code` means for a repository. */
const STATES: Readonly<Record<string, HubState>> = {
  RepoNotFound: 'gone',
  RevisionNotFound: 'rewritten',
  EntryNotFound: 'gone',
  GatedRepo: 'gated',
  DisabledRepo: 'disabled',
};

const WORDS: Readonly<Partial<Record<HubState, string>>> = {
  gone: 'it is not there, or private and hidden',
  rewritten: 'the repository is there and does not hold this commit',
  gated: 'access to it must be asked for',
  disabled: 'the hub has taken it down',
  private: 'access is refused',
};

/**
 * The state that an answer of the hub with an error status shows, read from the status and from `X-Error-Code` (and for
 * a repository that was taken down, from `X-Error-Message`). Text of the server is not repeated.
 * @param subject what was asked for
 * @throws UnavailableError when the hub refuses the token: that says nothing about a repository
 */
export function hubRefusal(answer: AnswerHead, subject: string): HubTrouble {
  const code = answer.headers.get('x-error-code') ?? '';
  const message = answer.headers.get('x-error-message') ?? '';
  if (answer.status === 401 && /^invalid (credentials|user token)/i.test(message)) throw badToken(answer);
  const known = /^[A-Za-z]{1,40}$/.test(code) ? code : '';
  const state =
    STATES[known] ?? (/ is disabled\.?$/.test(message) ? 'disabled' : stateOfStatus(answer.status));
  const words = WORDS[state] ?? 'an answer that cannot be used';
  return {
    state,
    why: `${subject}: ${words} (status ${answer.status}${known === '' ? '' : `, ${known}`})`,
  };
}

function stateOfStatus(status: number): HubState {
  if (status === 401 || status === 403) return 'private';
  if (status === 404 || status === 410) return 'gone';
  return status === 451 ? 'disabled' : 'unreachable';
}

const badToken = (answer: AnswerHead): UnavailableError =>
  new UnavailableError({
    what: 'the hub refuses the access token',
    why: `status ${answer.status} from ${new URL(answer.url).host}`,
    remedy: 'Set HF_TOKEN to a valid token, or unset it to read what is public.',
  });
