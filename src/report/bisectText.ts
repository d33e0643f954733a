import type { Bisection, LayerBisection, Parting } from '../domain/bisection.js';
import type { ChainPrompt, HashChain } from '../domain/hashChain.js';
import { printable } from '../domain/printable.js';

interface Side {
  readonly name: string;
  readonly chain: HashChain;
}

/** Where two hash chains part, for a person. */
export function bisectText(a: Side, b: Side, found: Bisection, layers: LayerBisection | null): string {
  const lines = [sideLine('A', a), sideLine('B', b), '', headline(found)];
  if (found.first !== null) lines.push(...partingLines(found.first));
  if (!found.sameSnapshot) lines.push('The two were made from different snapshots.');
  if (found.first === null && !found.sameEngine)
    lines.push('Their engine fingerprints differ: two engines gave the same bits.');
  if (layers !== null) lines.push(...layerLines(layers));
  return `${lines.join('\n')}\n`;
}

const sideLine = (side: string, { name, chain }: Side): string =>
  `${side}  ${printable(name)}  replay ${chain.replay}  engine ${chain.engine.digest.slice(0, 12)} (${printable(chain.engine.engine)}, ONNX Runtime ${printable(chain.engine.onnxruntime)}, ${printable(chain.engine.provider)}, ${printable(chain.engine.cpu)})`;

function headline({ first, equalLinks, rounds, repeats }: Bisection): string {
  if (first === null) {
    const count = rounds.both.length;
    const equal = `${equalLinks} links of ${count} ${count === 1 ? 'round' : 'rounds'} are equal`;
    return repeats
      ? `L0 identical: ${equal}.`
      : `${equal}; an engine that does not repeat its own bits is not called identical.`;
  }
  return `They part, after ${equalLinks} equal links: ${WHY[first.kind]}.`;
}

const WHY: Readonly<Record<Parting['kind'], string>> = {
  rounds: 'one holds a round that the other has not',
  texts: 'one holds a teacher text that the other has not; this is no difference of numbers',
  passes: 'one holds a pass that the other has not; this is no difference of numbers',
  models: 'they ran different revisions; this is no difference of numbers',
  length: 'one ends where the other goes on; all before it is equal',
  prompts: 'another prompt stands in the same place; this is no difference of numbers',
  tokens: 'the tokens or the scored positions already differ; this is no difference of numbers',
  results: 'the same tokens gave other results',
};

function partingLines({ kind, roundId, pass, position, a, b }: Parting): string[] {
  const lines = [];
  if (roundId !== null) lines.push(`  round     ${roundId}`);
  if (pass !== null) {
    const who = pass.uid === null ? pass.role : `${pass.role} u${pass.uid}`;
    lines.push(`  pass      ${who}, form ${pass.form}, text ${pass.capture.slice(0, 12)}`);
    if (pass.revision !== null && kind !== 'models') lines.push(`  revision  ${printable(pass.revision)}`);
  }
  if (position !== null) lines.push(`  place     ${position} of the pass, from 0`);
  lines.push(...promptLines('A', a), ...promptLines('B', b));
  return lines;
}

const promptLines = (side: string, prompt: ChainPrompt | null): string[] =>
  prompt === null
    ? []
    : [
        `  prompt ${side}  draw ${prompt.index}  sha256 ${prompt.sha256.slice(0, 16)}  tokens ${prompt.tokens.slice(0, 16)}`,
      ];

function layerLines({ runs, against, first }: LayerBisection): string[] {
  const compared = against === null ? runs : [...runs.slice(0, 1), against];
  const names = compared.map(({ form, engine }) => `${form} on ${engine.slice(0, 12)}`).join(' and ');
  const count = runs[0]?.digests.length ?? 0;
  if (compared.length < 2)
    return [
      '',
      `${count} layers were run here as ${names}; --json prints their digests.`,
      'To hold them against the other party: --against LAYERS.json, or --form contrib --form plain.',
    ];
  if (first === null)
    return [
      '',
      `All ${count} layers are equal (${names}): what parts them comes after the last layer, or is not repeated here.`,
    ];
  const { largest } = first;
  const values =
    largest === null
      ? `its values are not both here; recrown score --layer-values ${first.layer} prints them`
      : `largest difference ${largest.difference?.toExponential(3) ?? 'not finite'} at token ${largest.token}, channel ${largest.channel}`;
  return ['', `First layer that differs: ${first.layer} of 0 to ${count - 1} (${names}); ${values}.`];
}
