/** What a run may do to the world outside. Handed in by the command line; tests hand in their own. */
export interface Effects {
  /** One line for the person who runs the command. */
  readonly log: (line: string) => void;
  /** Progress of long work: a stage's name and the share done, 0 to 1. Goes to stderr, never into a result. */
  readonly progress: (stage: string, share: number) => void;
  /** Wall clock in milliseconds since 1970. Only run.json and the ledger may hold it. */
  readonly now: () => number;
  readonly readFile: (path: string) => Uint8Array;
  readonly writeFile: (path: string, content: string | Uint8Array) => void;
}
