import http from 'node:http';
import https from 'node:https';
import type { AddressRule } from './addressRule.js';

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

const OPTIONS = { keepAlive: true, maxSockets: 8, maxFreeSockets: 4, timeout: 120_000 };

const known = new WeakMap<AddressRule, Agents>();

/** Kept connections of one rule: a connection is never used under a rule that did not check its address. */
export function agentsOf(rule: AddressRule): Agents {
  const found = known.get(rule);
  if (found !== undefined) return found;
  const made = { http: new http.Agent(OPTIONS), https: new https.Agent(OPTIONS) };
  known.set(rule, made);
  return made;
}
