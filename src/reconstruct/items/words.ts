/** Names of people in the questions: 16, as many as the rule draws from. */
export const NAMES = [
  'Abel',
  'Berit',
  'Cyrus',
  'Dunja',
  'Emil',
  'Farah',
  'Gunnar',
  'Hedda',
  'Ivo',
  'Jelena',
  'Kasimir',
  'Lotte',
  'Milan',
  'Noor',
  'Oskar',
  'Petra',
];

/** Colours of things: the first five where the rule draws from five. */
export const COLOURS = ['amber', 'blue', 'crimson', 'green', 'silver', 'violet'];
