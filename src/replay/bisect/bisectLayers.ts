import type { LayerBisection, LayerRun } from '../../domain/bisection.js';
import type { Engine, ModelFiles, ProbeResult, Probes, RecurrenceForm } from '../../domain/engine.js';
import { idsDigest } from '../../domain/scoreBytes.js';
import { UsageError } from '../../errors/input.js';
import { largestDifference } from './largestDifference.js';
import type { PartingPrompt } from './partingPrompt.js';
import type { LayerFile } from './readLayerFile.js';

/**
 * Runs the parting prompt once in each form and holds the layers against each other: the other party's run against the
 * first one here, or without it two of here.
 * @throws UsageError when the other party ran other tokens or another number of layers
 */
export async function bisectLayers(
  engine: Engine,
  { files, ids, rows }: PartingPrompt,
  forms: readonly RecurrenceForm[],
  theirs: LayerFile | null,
): Promise<LayerBisection> {
  if (theirs !== null && theirs.ids !== idsDigest(ids)) throw otherRun('it ran other tokens');
  const probe = (form: RecurrenceForm, probes: Probes) => probed(engine, files, form, { ids, rows, probes });
  const runs: LayerRun[] = [];
  for (const form of forms) {
    const { layers = [] } = await probe(form, { layers: true });
    runs.push({ form, engine: engine.fingerprint.digest, digests: layers });
  }
  const [one, second] = runs;
  const two = theirs?.run ?? second;
  const common = { request: { ids, rows }, runs, against: theirs?.run ?? null };
  if (one === undefined || two === undefined) return { ...common, first: null };
  if (one.digests.length !== two.digests.length)
    throw otherRun(`it has ${two.digests.length} layers, the model here has ${one.digests.length}`);
  const layer = one.digests.findIndex(({ sha256 }, i) => sha256 !== two.digests[i]?.sha256);
  if (layer < 0) return { ...common, first: null };
  const valuesOf = async (form: RecurrenceForm) => (await probe(form, { values: layer })).values ?? null;
  const other =
    theirs === null ? await valuesOf(two.form) : theirs.values?.layer === layer ? theirs.values : null;
  if (other === null) return { ...common, first: { layer, largest: null } };
  const own = await valuesOf(one.form);
  if (own === null || own.width !== other.width || own.hidden.length !== other.hidden.length)
    throw otherRun('its values have another shape');
  return { ...common, first: { layer, largest: largestDifference(own.hidden, other.hidden, own.width) } };
}

async function probed(
  engine: Engine,
  files: ModelFiles,
  form: RecurrenceForm,
  request: Parameters<Awaited<ReturnType<Engine['load']>>['score']>[0],
): Promise<ProbeResult> {
  const model = await engine.load(files, form);
  try {
    return (await model.score(request)).probes ?? {};
  } finally {
    await model.release();
  }
}

const otherRun = (why: string): UsageError =>
  new UsageError({
    what: 'the layer file is of another run',
    why,
    remedy: 'let them run the ids that recrown bisect --layers --json prints as layers.request',
  });
