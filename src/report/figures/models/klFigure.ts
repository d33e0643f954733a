import type { PairedScores } from '../../pairedScores.js';
import type { KlFigure } from '../figure.js';
import { limitOf } from '../histogram.js';

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** KL of king and challenger over the prompts that both were scored on. */
export const klFigure = (paired: PairedScores): KlFigure => {
  const side = (
    uid: number,
    role: 'king' | 'challenger',
    kl: readonly number[],
  ): KlFigure['sides'][number] => ({
    uid,
    role,
    mean: meanOf(kl),
    least: kl.reduce((a, b) => Math.min(a, b)),
    most: kl.reduce((a, b) => Math.max(a, b)),
    kl,
  });
  const sides = [
    side(paired.kingUid, 'king', paired.king),
    side(paired.challengerUid, 'challenger', paired.challenger),
  ];
  const means = sides.map((one) => `${one.role} u${one.uid} ${one.mean.toFixed(4)}`).join(', ');
  const limit = limitOf([...paired.king, ...paired.challenger]);
  return {
    kind: 'kl',
    title: `KL by prompt: king u${paired.kingUid} and challenger u${paired.challengerUid}`,
    sentence: `Mean KL to the teacher over ${paired.prompts.length} prompts: ${means} nats per position; lower is better.`,
    note: 'Each point is the mean over the positions of one prompt. It does not show single positions or what the prompts say.',
    sides,
    prompts: paired.prompts,
    ticks: [0, limit / 2, limit],
    outside: [...paired.king, ...paired.challenger].filter((kl) => kl > limit).length,
  };
};
