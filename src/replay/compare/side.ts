import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { printable } from '../../domain/printable.js';
import { policyUnder } from '../../eras/defineEra.js';
import { eraById, isUnjudged } from '../../eras/erasAt.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { UsageError } from '../../errors/input.js';
import { listReplays } from '../listReplays.js';
import { readJsonFile } from '../readJsonFile.js';
import { NETUID } from '../readStoredRound.js';

/** One side of a comparison: a set of rules that is tried on recorded inputs, or a sealed replay. */
export type Side =
  | { readonly kind: 'rules'; readonly name: string; readonly rules: LegalRules }
  | { readonly kind: 'replay'; readonly name: string; readonly id: string };

const MAX_BYTES = 1024 * 1024;

const share = z.number().min(0).max(1);
const policy = z.strictObject({
  alpha: share.optional(),
  lcbErrors: z.number().min(0).max(10).optional(),
  minPairedPrompts: z.number().int().min(2).max(100_000).optional(),
  maxKl: z.number().positive().nullable().optional(),
  fraudKl: z.number().min(0).optional(),
  qualityFloor: share.nullable().optional(),
  qualityMargin: share.optional(),
  minQualityAxes: z.number().int().min(0).max(100).optional(),
  saturationEpsilon: share.optional(),
  prompts: z.number().int().min(1).max(100_000).optional(),
  reserveFraction: z.number().min(0).max(0.9).optional(),
  reserveUid: z.number().int().min(0).max(0xffff).optional(),
  noWinnerUid: z.number().int().min(0).max(0xffff).nullable().optional(),
  axisWeights: z.record(z.string(), z.number().min(0)).optional(),
  relativeAxes: z.array(z.string()).optional(),
  klMode: z.enum(['tail_bucket', 'conditional']).optional(),
});
const settingsFile = z.strictObject({
  era: z.string(),
  setting: z.string().optional(),
  policy: policy.optional(),
});

/**
 * Reads one side as a person writes it: a replay's id, an era (`P9`, `P9:floor-0.20`), or the path of a settings file
 * (docs/formats.md).
 * @throws UsageError
 */
export function readSide(text: string, { cwd, replays }: { cwd: string; replays: string }): Side {
  const replay = listReplays(replays, NETUID).find((one) => one.sealed && one.id === text);
  if (replay !== undefined) return { kind: 'replay', name: `replay ${text}`, id: text };
  const [eraId = '', setting = 'default', more] = text.split(':');
  if (more === undefined && eraById(eraId) !== null)
    return { kind: 'rules', name: text, rules: rulesOf({ era: eraId, setting }, text) };
  const path = resolve(cwd, text);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    return { kind: 'rules', name: text, rules: rulesOf(readSettings(path, text), text) };
  if (more === undefined && isUnjudged(eraId))
    throw new UsageError({
      what: `${printable(text, 80)} cannot be a side: no rules of ${eraId} are held`,
      why: 'docs/eras.md says which eras are judged, and why the others are not',
      remedy: 'name an era that is judged (P4 to P12), or give a settings file',
    });
  throw new UsageError({
    what: `${printable(text, 80)} is no era, no sealed replay and no settings file`,
    why: 'each side of a comparison is an era (P9, P9:floor-0.20), the id of a sealed replay, or a file',
    remedy: 'recrown index lists the replays; docs/eras.md lists eras and settings',
  });
}

function readSettings(path: string, text: string): z.infer<typeof settingsFile> {
  const refused = (why: string, cause?: unknown) =>
    new UsageError({
      what: `the settings file ${printable(text, 80)} cannot be used`,
      why,
      remedy: 'give {"era": "P11", "policy": {"qualityFloor": 0.1}}; docs/formats.md lists the fields',
      cause,
    });
  const value = readJsonFile(path, MAX_BYTES, refused);
  const parsed = settingsFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(`${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not understood'}`);
}

function rulesOf(
  { era: eraId, setting: settingId = 'default', policy: changes }: z.infer<typeof settingsFile>,
  name: string,
): LegalRules {
  const era = eraById(eraId);
  const setting = era?.settings.find((one) => one.id === settingId);
  if (era === null || setting === undefined)
    throw new UsageError({
      what: `${printable(name, 80)} names ${era === null ? 'no era' : 'no setting of its era'}`,
      why:
        era === null
          ? `the era ${printable(eraId, 20)} is not known`
          : `known are ${era.settings.map((one) => one.id).join(', ')}`,
      remedy: 'docs/eras.md lists eras and settings',
    });
  const given = Object.fromEntries(Object.entries(changes ?? {}).filter(([, value]) => value !== undefined));
  return {
    setting: name,
    eraId: era.id,
    policy: { ...policyUnder(era, setting), ...given },
    movesCrown: true,
  };
}
