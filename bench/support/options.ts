export interface BenchOptions {
  /** `--minutes N`: how long the soak of live queries lasts; 0 leaves it out. */
  readonly minutes: number;
  /** `--users N`: a further size of the database that `growth` measures, such as 2000000; 0 leaves it out. */
  readonly users: number;
}
