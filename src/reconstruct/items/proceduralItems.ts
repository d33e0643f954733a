import type { AnswerItem } from '../../domain/item.js';
import { floorMod } from './integers.js';
import { type Kinds, perItem, times } from './perItem.js';
import { COLOURS, NAMES } from './words.js';

type Drawn = readonly [question: string, gold: string];

const SYMBOLS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'];
const ZONES = ['north', 'south', 'east', 'west'];
const TIERS = ['A', 'B', 'C'];

/** Kinds of made-up tables and recipes in the order of the rule (rule: item draws, docs/methodology.md). */
const KINDS: Kinds<Drawn> = {
  reasoning: (r) => {
    const [a, b, c] = [r.randint(11, 89), r.randint(7, 73), r.randint(5, 61)];
    const m = r.choice([83, 89, 97]);
    return [
      `Take three times ${a}, add twice ${b}, take away ${c}. What remains on division by ${m}? Answer with the number only.`,
      String(floorMod(3 * a + 2 * b - c, m)),
    ];
  },
  instruction: (r) => {
    const symbols = times(8, () => r.choice(SYMBOLS));
    const by = r.randint(1, 6);
    const turned = [...symbols].reverse();
    const text = [...turned.slice(by), ...turned.slice(0, by)].join('');
    const check = [...text].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 97;
    return [
      `Write ${symbols.join('')} backwards. Move its first ${by} characters to the end. Add a hyphen and two digits: the sum of the ASCII codes of the eight characters, modulo 97. Answer with the result only.`,
      `${text}-${String(check).padStart(2, '0')}`,
    ];
  },
  retrieval: (r) => {
    const target = r.randint(0, 4);
    const rows = times(5, () => ({
      name: r.choice(NAMES),
      number: r.randint(10, 99),
      colour: r.choice(COLOURS),
      rank: r.randint(100, 999),
    }));
    const rank = r.choice([true, false]);
    const { name, number, ...row } = rows[target] as (typeof rows)[number];
    return [
      `${rows.map((one) => `${one.name}-${one.number}: colour ${one.colour}, rank ${one.rank}`).join('\n')}\nWhat is the ${rank ? 'rank' : 'colour'} of ${name}-${number}? Answer with the value only.`,
      rank ? String(row.rank) : row.colour,
    ];
  },
  table: (r) => {
    const zone = r.choice(ZONES);
    const rows = times(6, (i) => ({
      zone: i === 1 || i === 4 ? zone : r.choice(ZONES),
      units: r.randint(3, 19),
      price: r.randint(7, 31),
      lot: r.randint(100, 999),
    }));
    const total = rows.reduce((sum, row) => (row.zone === zone ? sum + row.units * row.price : sum), 0);
    return [
      `${rows.map((row) => `lot ${row.lot}: zone ${row.zone}, ${row.units} units at ${row.price}`).join('\n')}\nWhat do all units of the zone ${zone} cost together? Answer with the number only.`,
      String(total),
    ];
  },
  constraint: (r) => {
    const [colour, tier] = [r.choice(COLOURS), r.choice(TIERS)];
    const rows = times(7, (i) => {
      const [name, number] = [r.choice(NAMES), r.randint(100, 999)];
      const forced = i === 2 || i === 5;
      return {
        name,
        number,
        colour: forced ? colour : r.choice(COLOURS),
        tier: forced ? tier : r.choice(TIERS),
        score: r.randint(20, 98),
      };
    });
    const best = rows
      .filter((row) => row.colour === colour && row.tier === tier)
      .reduce((first, row) => (row.score > first.score ? row : first));
    return [
      `${rows.map((row) => `${row.name}-${row.number}: ${row.colour}, tier ${row.tier}, score ${row.score}`).join('\n')}\nWhich entry that is ${colour} and of tier ${tier} has the highest score (the first of equals)? Answer with its name and number only.`,
      `${best.name}-${best.number}`,
    ];
  },
};

/** Short tasks on made-up data; the answer is compared as a whole. */
export const proceduralItems = (seed: number, count: number): AnswerItem[] =>
  perItem(seed, count, KINDS).map(([kind, [question, gold]]) => ({
    source: `procedural/${kind}`,
    question,
    gold,
  }));
