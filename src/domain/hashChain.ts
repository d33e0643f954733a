import { sha256Hex, sha256OfHex } from './canonical.js';
import type { RecurrenceForm, ScoreRequest, ScoreResult } from './engine.js';
import type { Uid } from './identity.js';
import { requestBytes, resultBytes } from './scoreBytes.js';

/** One prompt of a text, in the order in which it is scored. */
export interface ChainPrompt {
  /** Position in the draw, from 0. */
  readonly index: number;
  /** sha256 of the prompt's text. */
  readonly sha256: string;
  /** sha256 of `requestBytes` of its token ids and scored rows: what every model is run on. */
  readonly tokens: string;
}

/** A captured teacher text. */
interface ChainText {
  readonly capture: string;
  readonly prompts: readonly ChainPrompt[];
}

/** One model over one text. */
export interface ChainPass {
  readonly role: 'teacher' | 'king' | 'challenger' | 'control';
  /** null = the teacher. */
  readonly uid: Uid | null;
  readonly capture: string;
  readonly form: RecurrenceForm;
  /** Revision of the model; null where the replay does not tell. */
  readonly revision: string | null;
  /** One a prompt, in the order of the text. */
  readonly links: readonly string[];
  /** Follows from the links. */
  readonly head: string;
}

export interface ChainRound {
  readonly roundId: number;
  readonly texts: readonly ChainText[];
  /** In the order in which they were run: the teacher of a text before those that are held against it. */
  readonly passes: readonly ChainPass[];
}

/** The hash chains of one replay (rule: hash chain, docs/methodology.md). */
export interface HashChain {
  /** Id of the replay. */
  readonly replay: string;
  readonly engine: ChainEngine;
  readonly snapshot: { readonly name: string; readonly digest: string };
  /** First blocks of eras as the operator of the replay gave them. */
  readonly boundaries: Readonly<Record<string, number>>;
  readonly rounds: readonly ChainRound[];
}

/** What of the engine fingerprint is told to people beside its digest. */
interface ChainEngine {
  readonly digest: string;
  readonly engine: string;
  readonly onnxruntime: string;
  readonly provider: string;
  readonly cpu: string;
  /** It was seen to give its own bits again: only then are its results called identical. */
  readonly repeats: boolean;
  /** Digest of the server that gave the teacher's numbers; null when the engine computed them. */
  readonly teacher: string | null;
}

/** Head of a chain without links: sha256 of the text `recrown hash chain 1`. */
const GENESIS = sha256Hex('recrown hash chain 1');

/** Link of one prompt: sha256 of the bytes of the request, followed by those of the result. */
export function linkOf(request: ScoreRequest, result: ScoreResult): string {
  const [asked, given] = [requestBytes(request), resultBytes(result)];
  const bytes = new Uint8Array(asked.length + given.length);
  bytes.set(asked);
  bytes.set(given, asked.length);
  return sha256Hex(bytes);
}

/** Head after some links: sha256 of the 32 bytes of the head before, followed by the 32 bytes of the link. */
export const headOf = (links: readonly string[]): string =>
  links.reduce((head, link) => sha256OfHex(head + link), GENESIS);
