export interface BenchOptions {
  /** `--minutes N`: how long the soak of live queries lasts; 0 leaves it out. */
  readonly minutes: number;
}
