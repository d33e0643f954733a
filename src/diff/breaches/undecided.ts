/** A way to a wrong crown that nothing which is recorded decides. */
export interface UndecidedBreach {
  readonly code: string;
  readonly title: string;
  /** One sentence: what would have to be known. */
  readonly needed: string;
}

/** Every code without a check, in the order of the codes. */
export const UNDECIDED: readonly UndecidedBreach[] = [
  {
    code: 'D5',
    title: "Somebody commits another person's public repository before its owner does",
    needed:
      'Who controls which account of the hub, and when the files became public. The rule lets the earlier commitment win, whoever made the files.',
  },
  {
    code: 'D7',
    title: 'A near-copy is refused by one validator and crowned by another',
    needed:
      "Each validator's private salt and its stored fingerprints, and the tensors of both models. Only the exact part (at least 12 of the 16 named tensors equal, and 90 % of them) can be computed again from the tensors alone.",
  },
  {
    code: 'D9',
    title: 'A near-clone told by its activations is not refused because nobody knows which model came first',
    needed: 'The activation fingerprints of the round, which are kept by the validator and not published.',
  },
  {
    code: 'D11',
    title: 'A copy by activations is missed, or the wrong one of two is refused',
    needed:
      'The activation fingerprints, and the version that the validator ran: an early one takes the lower UID for the copy, a late one compares with the models of the round alone.',
  },
  {
    code: 'E3',
    title: 'The repository became private or was deleted between the prechecks and the weights',
    needed:
      'What the hub answered at the blocks of both. A hub of today does not show that; a watch that asks at each activation block would.',
  },
  {
    code: 'E4',
    title: 'The repository was gated after it was accepted, so that nobody else can download the king',
    needed:
      'Whether the hub gated it at the block of the weights. A manifest says it of the time when it was recorded.',
  },
  {
    code: 'E6',
    title: 'A changed tokenizer passes because only four texts test it',
    needed:
      "The tokenizer files of the reference repository beside those of the model, and whether the difference changed a score; the evaluator's own rule is met.",
  },
  {
    code: 'F6',
    title: 'A miner gets round the quota with several accounts of the hub, or several hotkeys',
    needed:
      'Who is behind an account. Accounts and hotkeys are all that is recorded, and the quota counts nothing else.',
  },
  {
    code: 'F8',
    title: 'A good revision is refused because its repository name was banned for another one',
    needed:
      "The validator's list of banned names, `permanently_bad_models.json`, which no view of a round holds.",
  },
  {
    code: 'G6',
    title: 'Rows from after king of the hill are judged by its rules',
    needed:
      'Nothing: it would be a false alarm of the audit itself. The end is read from the rows, and that round and all later ones are refused.',
  },
];
