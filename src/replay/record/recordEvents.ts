/** Parts of a recording, in their order. */
export type RecordPart = 'chain' | 'manifests' | 'corpus' | 'captures' | 'weights' | 'snapshot';

/** What a display hears of a recording. */
export type RecordEvent =
  | {
      readonly type: 'part';
      readonly part: RecordPart;
      readonly state: 'started' | 'done';
      readonly what: string;
    }
  | {
      readonly type: 'progress';
      readonly part: RecordPart;
      readonly label: string;
      readonly done: number;
      readonly total: number;
      readonly unit: 'blocks' | 'repositories' | 'bytes';
    }
  | { readonly type: 'note'; readonly text: string };
